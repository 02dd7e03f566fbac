import { templateError } from '../errors.ts'
import { callMethod } from './methods.ts'
import {
  type Attribute,
  type Expression,
  type Literal,
  type Math as MathNode,
  parseInterpolation,
  type Reference,
  referenceText,
} from './syntax.ts'
import {
  type Builtin,
  type Fields,
  isEqual,
  isFields,
  isTruthy,
  readField,
  renderValue,
  writeField,
} from './values.ts'

/** What a template sees: its variables, `ctx`, `util` and the loops around it. */
export type Scope = {
  readonly variables: Fields
  /** Statements left before a template counts as endless. */
  stepsLeft: number
  /** Runs an interpolated string's statements; set by the renderer. */
  readonly render: (statements: ReturnType<typeof parseInterpolation>, scope: Scope) => string
}

/** @returns the value of any expression; a reference without a value gives `undefined` */
export function evaluate(node: Expression | string | number, scope: Scope): unknown {
  if (typeof node === 'string') return Number(node)
  if (typeof node === 'number') return node
  if (node.type === 'references') return evaluateReference(node, scope)
  if (node.type === 'math') return evaluateMath(node, scope)
  return evaluateLiteral(node, scope)
}

function evaluateLiteral(node: Literal, scope: Scope): unknown {
  switch (node.type) {
    case 'string':
      return node.isEval ? interpolate(node.value, scope) : node.value
    case 'integer':
    case 'decimal':
      return Number(node.value)
    case 'bool':
      return node.value === 'null' ? null : node.value === 'true'
    case 'array':
      return evaluateList(node, scope)
    case 'map':
      return evaluateMap(node.value ?? {}, scope)
    case 'runt':
      return node.value
    default:
      return undefined
  }
}

function evaluateList(node: Extract<Literal, { type: 'array' }>, scope: Scope): unknown[] {
  return node.isRange
    ? range(node.value, scope)
    : node.value.map((item) => evaluate(item, scope) ?? null)
}

function evaluateMap(members: Readonly<Record<string, Expression>>, scope: Scope): Fields {
  const map: Fields = {}
  for (const [key, value] of Object.entries(members)) {
    writeField(map, interpolate(key, scope), evaluate(value, scope) ?? null)
  }
  return map
}

function interpolate(text: string, scope: Scope): string {
  return text.includes('$') ? scope.render(parseInterpolation(text), scope) : text
}

/** Most elements of a range such as `[1..10]`: the bound of a loop. */
const maxRange = 1_000

function range(ends: readonly (Expression | string | number)[], scope: Scope): number[] {
  const [from = 0, to = 0] = ends.map((end) => Number(evaluate(end, scope)))
  const length = Math.abs(to - from) + 1
  if (!(length <= maxRange)) throw templateError('A range may have at most 1000 elements')
  return Array.from({ length }, (_, index) => (from <= to ? from + index : from - index))
}

function evaluateMath(node: MathNode, scope: Scope): unknown {
  const [first, second] = node.expression
  const left = first === undefined ? undefined : evaluate(first, scope)
  const right = (): unknown => (second === undefined ? undefined : evaluate(second, scope))
  switch (node.operator) {
    case '||':
      return isTruthy(left) || isTruthy(right())
    case '&&':
      return isTruthy(left) && isTruthy(right())
    case '==':
      return isEqual(left, right())
    case '!=':
      return !isEqual(left, right())
    case 'not':
      return !isTruthy(left)
    case 'parenthesis':
      return left
    case 'minus':
      return -Number(left)
    default:
      return arithmetic(node.operator, left, right())
  }
}

function arithmetic(operator: string, left: unknown, right: unknown): unknown {
  if (typeof left !== 'number' || typeof right !== 'number') {
    const joins = operator === '+' && left !== undefined && right !== undefined
    return joins ? renderValue(left) + renderValue(right) : compareText(operator, left, right)
  }
  const quotient = (): number | null => (right === 0 ? null : left / right)
  const bothWhole = Number.isInteger(left) && Number.isInteger(right)
  const table: Readonly<Record<string, () => unknown>> = {
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => (bothWhole && right !== 0 ? Math.trunc(left / right) : quotient()),
    '%': () => (right === 0 ? null : left % right),
    '<': () => left < right,
    '<=': () => left <= right,
    '>': () => left > right,
    '>=': () => left >= right,
  }
  return table[operator]?.()
}

function compareText(operator: string, left: unknown, right: unknown): unknown {
  if (typeof left !== 'string' || typeof right !== 'string') return null
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  if (operator === '>') return left > right
  return operator === '>=' ? left >= right : null
}

/** Follows a reference; text that the parser took for an attribute is left to the renderer. */
export function evaluateReference(reference: Reference, scope: Scope): unknown {
  let value = readField(scope.variables, reference.id)
  for (const attribute of reference.path ?? []) {
    if (attribute.type === 'content' || value === undefined || value === null) break
    value = follow(value, attribute, { reference, scope })
  }
  return value
}

function follow(
  value: unknown,
  attribute: Exclude<Attribute, { type: 'content' }>,
  at: { reference: Reference; scope: Scope },
): unknown {
  if (value instanceof Map) return followBuiltin(value, attribute, at)
  switch (attribute.type) {
    case 'property':
      return isFields(value) ? readField(value, attribute.id) : undefined
    case 'index': {
      const key = evaluate(attribute.id, at.scope)
      if (Array.isArray(value)) return value[Number(key)]
      return isFields(value) ? readField(value, String(key)) : undefined
    }
    case 'method':
      return callMethod(value, attribute.id, argumentsOf(attribute, at.scope))
    default:
      return undefined
  }
}

function followBuiltin(
  namespace: ReadonlyMap<string, unknown>,
  attribute: Exclude<Attribute, { type: 'content' }>,
  at: { reference: Reference; scope: Scope },
): unknown {
  const name = attribute.type === 'index' ? '' : attribute.id
  const member = namespace.get(name)
  if (member === undefined) {
    throw templateError(`The sandbox does not support ${referenceText(at.reference)}`)
  }
  if (attribute.type !== 'method') return member
  return (member as Builtin)(...argumentsOf(attribute, at.scope))
}

function argumentsOf(
  attribute: Extract<Attribute, { type: 'method' }>,
  scope: Scope,
): readonly unknown[] {
  return attribute.args === false ? [] : attribute.args.map((argument) => evaluate(argument, scope))
}

/** `#set`: a variable, a map's member or a list's item; a path through nothing is dropped. */
export function assign(reference: Reference, value: unknown, scope: Scope): void {
  const path = reference.path ?? []
  const last = path.at(-1)
  if (last === undefined) {
    writeField(scope.variables, reference.id, value ?? null)
    return
  }
  const base = evaluateReference({ ...reference, path: path.slice(0, -1) }, scope)
  const key =
    last.type === 'property'
      ? last.id
      : last.type === 'index'
        ? evaluate(last.id, scope)
        : undefined
  if (key === undefined) throw templateError(`Cannot set ${referenceText(reference)}`)
  if (Array.isArray(base)) base[Number(key)] = value ?? null
  else if (isFields(base)) writeField(base, renderValue(key), value ?? null)
}
