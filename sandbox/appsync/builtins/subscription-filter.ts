import { templateError } from '../errors.ts'
import { type Fields, isFields } from '../vtl/values.ts'

type Rule = { readonly fieldName: string; readonly operator: string; readonly value: unknown }

/** Groups that one filter may unfold into: `and` over many `or` grows as their product. */
const maxGroups = 100

/**
 * `$util.transform.toSubscriptionFilter`: a GraphQL filter object as groups of rules, of which one
 * group must hold whole. Several operators of one field are alternatives, as AppSync has it.
 * @param ignored fields that are left out
 * @param rules fields of which one rule must hold too, whatever the filter says
 * @throws FieldError when the filter is too wide or has a `not`, which AppSync's filters lack
 */
export function toSubscriptionFilter(filter: unknown, ignored?: unknown, rules?: unknown): Fields {
  const skip = new Set(Array.isArray(ignored) ? ignored.map(String) : [])
  const groups = isFields(filter) ? unfold(filter, skip) : [[]]
  const also = Object.entries(isFields(rules) ? rules : {}).flatMap(([name, condition]) =>
    rulesOf(name, condition),
  )
  const all = also.length > 0 ? cross(groups, also) : groups
  // A group without rules holds always, and so does the whole filter: it has no groups then.
  const isAlways = all.some(({ length }) => length === 0)
  return { filterGroup: isAlways ? [] : all.map((filters) => ({ filters })) }
}

function unfold(filter: Fields, skip: ReadonlySet<string>): readonly (readonly Rule[])[] {
  let groups: readonly (readonly Rule[])[] = [[]]
  for (const [key, condition] of Object.entries(filter)) {
    if (condition === null || condition === undefined || skip.has(key)) continue
    groups = cross(groups, alternatives(key, condition, skip))
  }
  return groups
}

function alternatives(
  key: string,
  condition: unknown,
  skip: ReadonlySet<string>,
): readonly (readonly Rule[])[] {
  const nested = (Array.isArray(condition) ? condition : [condition]).filter(isFields)
  if (key === 'or') return nested.length === 0 ? [[]] : nested.flatMap((item) => unfold(item, skip))
  if (key === 'and') {
    return nested.reduce<readonly (readonly Rule[])[]>(
      (groups, item) => cross(groups, unfold(item, skip)),
      [[]],
    )
  }
  if (key === 'not') throw templateError("Subscription filters do not support 'not'")
  const rules = rulesOf(key, condition)
  return rules.length > 0 ? rules : [[]]
}

function rulesOf(fieldName: string, condition: unknown): readonly (readonly Rule[])[] {
  const operators = Object.entries(isFields(condition) ? condition : {})
  return operators.map(([operator, value]) => [{ fieldName, operator, value }])
}

function cross(
  left: readonly (readonly Rule[])[],
  right: readonly (readonly Rule[])[],
): readonly (readonly Rule[])[] {
  if (left.length * right.length > maxGroups) {
    throw templateError('The subscription filter has too many alternatives')
  }
  return left.flatMap((first) => right.map((second) => [...first, ...second]))
}
