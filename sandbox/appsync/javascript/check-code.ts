/** A node of the syntax tree (ESTree), read without trusting its shape. */
export type SyntaxNode = {
  readonly type: string
  readonly loc?: { readonly start: { readonly line: number } } | null
  readonly [member: string]: unknown
}

/** The modules that AppSync's runtime has; the rest of a module must be in its own file. */
const modules: ReadonlySet<unknown> = new Set([
  '@aws-appsync/utils',
  '@aws-appsync/utils/dynamodb',
  '@aws-appsync/utils/rds',
])

const refusedTypes: Readonly<Record<string, string>> = {
  TryStatement: 'try',
  ThrowStatement: 'throw',
  ContinueStatement: 'continue',
  DoWhileStatement: 'do-while',
  WhileStatement: 'while',
  ForStatement: 'for(initialization; condition; afterthought)',
  LabeledStatement: 'a label',
  ClassDeclaration: 'class',
  ClassExpression: 'class',
  AwaitExpression: 'await',
  YieldExpression: 'yield',
  ThisExpression: 'this',
  ImportExpression: 'import()',
}

const refusedOperators: ReadonlySet<unknown> = new Set(['++', '--', '~', 'in', 'instanceof'])
const operations: ReadonlySet<string> = new Set([
  'UpdateExpression',
  'UnaryExpression',
  'BinaryExpression',
])

/**
 * Finds what AppSync refuses in `APPSYNC_JS` code at deployment (AWS AppSync Developer Guide,
 * "Supported runtime features", and the rules of `@aws-appsync/eslint-plugin/base`).
 * @returns one sentence for each finding, with its line
 */
export function checkCode(program: SyntaxNode): readonly string[] {
  const found: string[] = []
  const visit = (node: SyntaxNode): void => {
    const what = refusalOf(node)
    if (what !== undefined) {
      found.push(`${what} is not supported (line ${node.loc?.start.line ?? 0})`)
    }
    for (const member of Object.values(node)) {
      for (const child of Array.isArray(member) ? member : [member]) {
        if (isNode(child)) visit(child)
      }
    }
  }
  visit(program)
  return found
}

function refusalOf(node: SyntaxNode): string | undefined {
  const { type, operator, source } = node
  if (operations.has(type) && refusedOperators.has(operator)) return String(operator)
  if (type === 'Literal' && node['regex']) return 'a regular expression literal'
  if (isNode(source) && !modules.has(source['value'])) return `the module ${String(source['raw'])}`
  if (node['async'] === true) return 'async'
  if (node['generator'] === true) return 'a generator'
  const { callee } = node
  if (isNode(callee) && callee['name'] === 'require') return 'require()'
  return refusedTypes[type]
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value
}
