import type ts from 'typescript'

/** The modules that AppSync's runtime has; the rest of a module must be in its own file. */
const modules: ReadonlySet<string> = new Set([
  '@aws-appsync/utils',
  '@aws-appsync/utils/dynamodb',
  '@aws-appsync/utils/rds',
])

/**
 * Finds what AppSync refuses in `APPSYNC_JS` code at deployment (AWS AppSync Developer Guide,
 * "Supported runtime features", and the rules of `@aws-appsync/eslint-plugin/base`).
 * @returns one sentence for each finding, with its line
 */
export function checkCode(compiler: typeof ts, source: ts.SourceFile): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const what = refusalOf(compiler, node)
    if (what !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
      found.push(`${what} is not supported (line ${line + 1})`)
    }
    compiler.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function refusalOf(compiler: typeof ts, node: ts.Node): string | undefined {
  return (
    statementOf(compiler, node) ??
    operatorOf(compiler, node) ??
    functionOf(compiler, node) ??
    importOf(compiler, node)
  )
}

function statementOf({ SyntaxKind }: typeof ts, node: ts.Node): string | undefined {
  const names: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
    [SyntaxKind.TryStatement]: 'try',
    [SyntaxKind.ThrowStatement]: 'throw',
    [SyntaxKind.ContinueStatement]: 'continue',
    [SyntaxKind.DoStatement]: 'do-while',
    [SyntaxKind.WhileStatement]: 'while',
    [SyntaxKind.ForStatement]: 'for(initialization; condition; afterthought)',
    [SyntaxKind.LabeledStatement]: 'a label',
    [SyntaxKind.ClassDeclaration]: 'class',
    [SyntaxKind.ClassExpression]: 'class',
    [SyntaxKind.AwaitExpression]: 'await',
    [SyntaxKind.YieldExpression]: 'yield',
    [SyntaxKind.ThisKeyword]: 'this',
    [SyntaxKind.RegularExpressionLiteral]: 'a regular expression literal',
  }
  return names[node.kind]
}

function operatorOf(compiler: typeof ts, node: ts.Node): string | undefined {
  const { SyntaxKind } = compiler
  const names: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
    [SyntaxKind.PlusPlusToken]: '++',
    [SyntaxKind.MinusMinusToken]: '--',
    [SyntaxKind.TildeToken]: '~',
    [SyntaxKind.InKeyword]: 'in',
    [SyntaxKind.InstanceOfKeyword]: 'instanceof',
  }
  if (compiler.isPrefixUnaryExpression(node)) return names[node.operator]
  if (compiler.isPostfixUnaryExpression(node)) return names[node.operator]
  return compiler.isBinaryExpression(node) ? names[node.operatorToken.kind] : undefined
}

function functionOf(compiler: typeof ts, node: ts.Node): string | undefined {
  if (!compiler.isFunctionLike(node)) return undefined
  if ('asteriskToken' in node && node.asteriskToken) return 'a generator'
  const modifiers = compiler.canHaveModifiers(node) ? (compiler.getModifiers(node) ?? []) : []
  const isAsync = modifiers.some(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword)
  return isAsync ? 'async' : undefined
}

function importOf(compiler: typeof ts, node: ts.Node): string | undefined {
  if (compiler.isCallExpression(node)) {
    if (node.expression.kind === compiler.SyntaxKind.ImportKeyword) return 'import()'
    const isRequire = compiler.isIdentifier(node.expression) && node.expression.text === 'require'
    return isRequire ? 'require()' : undefined
  }
  if (!compiler.isImportDeclaration(node) && !compiler.isExportDeclaration(node)) return undefined
  const from = node.moduleSpecifier
  if (!from || !compiler.isStringLiteral(from) || modules.has(from.text)) return undefined
  return `the module '${from.text}'`
}
