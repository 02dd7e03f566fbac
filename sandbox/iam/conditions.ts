import { matchesPattern, substitute } from './patterns.ts'
import type { PolicyStatement } from './policy.ts'

/** Condition keys of one request; a key with several values is a list. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>

/** The operators that templates use, as predicates on one request value and one policy value. */
const operators: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: matchesPattern,
  ArnEquals: matchesPattern,
  ArnLike: matchesPattern,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) => Number(actual) >= Number(wanted),
}

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

/**
 * Whether every condition of a statement holds.
 * @throws Error for an operator that is not known: it must never count as met
 */
export function conditionsHold(
  conditions: PolicyStatement['Condition'],
  context: ConditionContext,
): boolean {
  return Object.entries(conditions ?? {}).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) =>
      holds(
        operator,
        valuesOf(context, key),
        toList(wanted).map((each) => substitute(each, context)),
      ),
    ),
  )
}

function holds(
  name: string,
  actual: readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  const [, set, operator, ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? []
  if (operator === 'Null') return wanted.includes(String(actual === undefined))
  const positive = negated[operator ?? ''] ?? operator ?? ''
  const test = operators[positive]
  if (!test) throw new Error(`The sandbox does not know the IAM condition operator ${name}.`)
  if (actual === undefined)
    return ifExists !== undefined || positive !== operator || set === 'ForAllValues'
  const matches = (value: string) =>
    wanted.some((each) => test(value, each)) !== (positive !== operator)
  return set === 'ForAnyValue' ? actual.some(matches) : actual.every(matches)
}

/** Condition keys compare without regard to case. */
function valuesOf(context: ConditionContext, key: string): readonly string[] | undefined {
  const name = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase())
  const value = name === undefined ? undefined : context[name]
  return value === undefined ? undefined : toList(value)
}

function toList(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
