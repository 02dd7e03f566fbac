import { type Fields, isFields } from '../vtl/values.ts'
import { filterOperators } from './match.ts'

/** "Filters operators" in the AWS AppSync Developer Guide: how many values an operator takes. */
const maxValues: Readonly<Record<string, number>> = {
  in: 5,
  notIn: 5,
  between: 2,
  containsAny: 20,
}
const deepestField = 5
const maxField = 256

/**
 * Holds an enhanced filter to AppSync's rules.
 * @param filter `{filterGroup: [{filters: [{fieldName, operator, value}]}]}`
 * @returns what is wrong with it, if anything
 */
export function filterFault(filter: Fields): string | undefined {
  const groups = filter['filterGroup']
  if (!Array.isArray(groups)) return 'A subscription filter needs a filterGroup.'
  for (const group of groups) {
    const rules: unknown = isFields(group) ? group['filters'] : undefined
    if (!Array.isArray(rules)) return 'A group of a subscription filter needs filters.'
    for (const rule of rules) {
      const fault = isFields(rule) ? ruleFault(rule) : 'A filter must be a map.'
      if (fault !== undefined) return fault
    }
  }
  return undefined
}

function ruleFault({ fieldName, operator, value }: Fields): string | undefined {
  if (typeof fieldName !== 'string') return 'A filter needs a fieldName.'
  if (fieldName.length > maxField || fieldName.split('.').length > deepestField) {
    return `The fieldName ${fieldName} is too long or too deep.`
  }
  if (typeof operator !== 'string' || !filterOperators.has(operator)) {
    return `Subscription filters have no operator '${String(operator)}'.`
  }
  const most = maxValues[operator]
  if (most === undefined) return undefined
  return Array.isArray(value) && value.length <= most
    ? undefined
    : `The operator ${operator} takes a list of at most ${most} values.`
}
