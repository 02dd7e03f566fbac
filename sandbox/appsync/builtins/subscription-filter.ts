import { templateError } from '../errors.ts'
import { type Fields, isFields } from '../vtl/values.ts'

type Rule = { readonly fieldName: string; readonly operator: string; readonly value: unknown }

/** Groups that one filter may unfold into: `and` over many `or` grows as their product. */
const mostGroups = 100

/**
 * `$util.transform.toSubscriptionFilter`: a GraphQL filter object as groups of rules, of which one
 * group must hold whole.
 * @param ignored fields that are left out
 * @throws FieldError when the filter is too wide or has a `not`, which AppSync's filters lack
 */
export function toSubscriptionFilter(filter: unknown, ignored: unknown): Fields {
  const skip = new Set(Array.isArray(ignored) ? ignored.map(String) : [])
  const groups = isFields(filter) ? unfold(filter, skip) : []
  return { filterGroup: groups.map((filters) => ({ filters })) }
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
  const rules = Object.entries(isFields(condition) ? condition : {})
  return [rules.map(([operator, value]) => ({ fieldName: key, operator, value }))]
}

function cross(
  left: readonly (readonly Rule[])[],
  right: readonly (readonly Rule[])[],
): readonly (readonly Rule[])[] {
  if (left.length * right.length > mostGroups) {
    throw templateError('The subscription filter has too many alternatives')
  }
  return left.flatMap((first) => right.map((second) => [...first, ...second]))
}
