import { templateError } from '../errors.ts'
import { assign, evaluate, evaluateReference, type Scope } from './expression.ts'
import {
  type Directive,
  parseTemplate,
  type Reference,
  referenceText,
  type Statement,
} from './syntax.ts'
import { type Fields, isFields, isTruthy, readField, renderValue } from './values.ts'

/** Statements that one template may run; AWS bounds loops at 1,000 turns and templates at 64 KB. */
const maxSteps = 1_000_000
const maxTurns = 1_000

export type Rendered =
  | { readonly kind: 'text'; readonly text: string }
  /** `#return`, with its value. */
  | { readonly kind: 'returned'; readonly value: unknown }

/** Leaves a template or a loop from any depth. */
type Signal = { readonly kind: 'return'; readonly value: unknown } | { readonly kind: 'break' }

type Output = { text: string; signal?: Signal }

/**
 * Renders a mapping template.
 * @param variables what `$name` means: `ctx`, `context`, `util` and so on; the template adds its own
 * @throws FieldError from `$util.error` and the like, or of type `MappingTemplate`
 */
export function renderTemplate(source: string, variables: Fields): Rendered {
  const scope: Scope = { variables: { ...variables }, stepsLeft: maxSteps, render: renderText }
  const output = run(parseTemplate(source), scope)
  if (output.signal?.kind === 'return') return { kind: 'returned', value: output.signal.value }
  return { kind: 'text', text: output.text }
}

function renderText(statements: readonly Statement[], scope: Scope): string {
  return run(statements, scope).text
}

function run(statements: readonly Statement[], scope: Scope): Output {
  let text = ''
  for (const statement of statements) {
    scope.stepsLeft -= 1
    if (scope.stepsLeft < 0) throw templateError('The mapping template runs too long')
    const output = runStatement(statement, scope)
    text += output.text
    if (output.signal) return { text, signal: output.signal }
  }
  return { text }
}

function runStatement(statement: Statement, scope: Scope): Output {
  if (typeof statement === 'string') return { text: statement }
  if (isBlock(statement)) return runBlock(statement, scope)
  if (statement.type === 'references') return { text: renderReference(statement, scope) }
  return runDirective(statement, scope)
}

function isBlock(statement: Statement): statement is readonly Statement[] {
  return Array.isArray(statement)
}

function runDirective(directive: Directive, scope: Scope): Output {
  if (directive.type === 'set') {
    assign(directive.equal[0], evaluate(directive.equal[1], scope), scope)
    return { text: '' }
  }
  if (directive.type === 'return') {
    const value = directive.value === null ? null : (evaluate(directive.value, scope) ?? null)
    return { text: '', signal: { kind: 'return', value } }
  }
  if (directive.type === 'break') return { text: '', signal: { kind: 'break' } }
  if (directive.type === 'raw') return { text: directive.value }
  if (directive.type === 'comment') return { text: '' }
  throw templateError(`The sandbox does not support #${directive.type} in mapping templates`)
}

function renderReference(reference: Reference, scope: Scope): string {
  const value = evaluateReference(reference, scope)
  const tail = (reference.path ?? []).flatMap((item) =>
    item.type === 'content' ? [item.value] : [],
  )
  if (value !== undefined && value !== null) return renderValue(value) + tail.join('')
  return reference.leader === '$!' ? '' : referenceText(reference)
}

function runBlock(block: readonly Statement[], scope: Scope): Output {
  const [head, ...body] = block
  if (head === undefined || typeof head === 'string' || isBlock(head)) return run(block, scope)
  if (head.type === 'if') return run(chooseBranch(head.condition, body, scope), scope)
  if (head.type === 'foreach') return runLoop(head, body, scope)
  throw templateError(`The sandbox does not support #${head.type} in mapping templates`)
}

/** The statements of the first branch whose condition holds. */
function chooseBranch(
  condition: Parameters<typeof evaluate>[0],
  body: readonly Statement[],
  scope: Scope,
): readonly Statement[] {
  let taken = isTruthy(evaluate(condition, scope))
  const chosen: Statement[] = []
  for (const statement of body) {
    const branch = branchOf(statement)
    if (!branch) {
      if (taken) chosen.push(statement)
    } else if (taken) {
      break
    } else {
      taken = branch.type === 'else' || isTruthy(evaluate(branch.condition, scope))
    }
  }
  return chosen
}

function branchOf(
  statement: Statement,
): Extract<Directive, { type: 'else' | 'elseif' }> | undefined {
  if (typeof statement === 'string' || isBlock(statement)) return undefined
  return statement.type === 'else' || statement.type === 'elseif' ? statement : undefined
}

function runLoop(
  loop: Extract<Directive, { type: 'foreach' }>,
  body: readonly Statement[],
  scope: Scope,
): Output {
  const from = evaluate(loop.from, scope)
  const items: readonly unknown[] = Array.isArray(from)
    ? [...from]
    : isFields(from)
      ? Object.values(from)
      : []
  if (items.length > maxTurns) {
    throw templateError('Maximum number of iterations (1000) exceeded in #foreach')
  }
  const names = [loop.to, 'foreach', 'velocityCount']
  const outer = names.map((name) => readField(scope.variables, name))
  let text = ''
  let signal: Signal | undefined
  for (const [index, item] of items.entries()) {
    scope.variables[loop.to] = item
    scope.variables['foreach'] = loopState(index, items.length, outer[1])
    scope.variables['velocityCount'] = index + 1
    const output = run(body, scope)
    text += output.text
    signal = output.signal
    if (signal) break
  }
  for (const [position, name] of names.entries()) scope.variables[name] = outer[position]
  return signal?.kind === 'return' ? { text, signal } : { text }
}

function loopState(index: number, length: number, parent: unknown): Fields {
  return {
    index,
    count: index + 1,
    first: index === 0,
    last: index === length - 1,
    hasNext: index < length - 1,
    parent,
  }
}
