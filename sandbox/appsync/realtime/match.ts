import { type Fields, isEqual, isFields, readField } from '../vtl/values.ts'

/**
 * AppSync's basic filter: every argument that names a field of the event must equal it.
 * @param args the subscription's arguments, coerced
 * @param fieldNames fields of the subscribed type
 */
export function matchesArguments(
  event: unknown,
  args: Fields,
  fieldNames: ReadonlySet<string>,
): boolean {
  return Object.entries(args).every(
    ([name, value]) =>
      !fieldNames.has(name) || (isFields(event) && sameValue(readField(event, name), value)),
  )
}

function sameValue(actual: unknown, wanted: unknown): boolean {
  return actual !== undefined && isEqual(actual, wanted)
}

/**
 * An enhanced filter (AppSync, "Enhanced subscription filtering"): one of its groups must hold whole.
 * @param filter `{filterGroup: [{filters: [{fieldName, operator, value}]}]}`
 */
export function matchesFilter(event: unknown, filter: Fields): boolean {
  const groups = Array.isArray(filter['filterGroup']) ? filter['filterGroup'].filter(isFields) : []
  if (groups.length === 0) return true
  return groups.some((group) => {
    const rules = Array.isArray(group['filters']) ? group['filters'].filter(isFields) : []
    return rules.every((rule) => holds(event, rule))
  })
}

type Test = (actual: unknown, wanted: unknown) => boolean

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const has = (values: unknown, item: unknown): boolean =>
  list(values).some((each) => isEqual(each, item))

const isOrdered = (left: unknown, right: unknown, accept: (sign: number) => boolean): boolean => {
  if (typeof left === 'number' && typeof right === 'number') return accept(Math.sign(left - right))
  if (typeof left !== 'string' || typeof right !== 'string') return false
  return accept(left < right ? -1 : left > right ? 1 : 0)
}

const includes: Test = (actual, wanted) =>
  typeof actual === 'string' ? actual.includes(String(wanted)) : has(actual, wanted)

const tests: Readonly<Record<string, Test>> = {
  eq: (actual, wanted) => isEqual(actual, wanted),
  ne: (actual, wanted) => !isEqual(actual, wanted),
  lt: (actual, wanted) => isOrdered(actual, wanted, (sign) => sign < 0),
  le: (actual, wanted) => isOrdered(actual, wanted, (sign) => sign <= 0),
  gt: (actual, wanted) => isOrdered(actual, wanted, (sign) => sign > 0),
  ge: (actual, wanted) => isOrdered(actual, wanted, (sign) => sign >= 0),
  contains: includes,
  notContains: (actual, wanted) => !includes(actual, wanted),
  beginsWith: (actual, wanted) => typeof actual === 'string' && actual.startsWith(String(wanted)),
  in: (actual, wanted) => has(wanted, actual),
  notIn: (actual, wanted) => !has(wanted, actual),
  between: (actual, wanted) =>
    isOrdered(actual, list(wanted)[0], (sign) => sign >= 0) &&
    isOrdered(actual, list(wanted)[1], (sign) => sign <= 0),
  containsAny: (actual, wanted) => list(wanted).some((item) => includes(actual, item)),
}

/** The operators of enhanced filters. */
export const filterOperators: ReadonlySet<string> = new Set(Object.keys(tests))

/** A field that the mutation did not select matches nothing; an unknown operator neither. */
function holds(event: unknown, rule: Fields): boolean {
  const actual = String(rule['fieldName'])
    .split('.')
    .reduce<unknown>((value, name) => (isFields(value) ? readField(value, name) : undefined), event)
  if (actual === undefined) return false
  return tests[String(rule['operator'])]?.(actual, rule['value']) ?? false
}
