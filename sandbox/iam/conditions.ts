import { BlockList, isIP } from 'node:net'
import { matchesPattern, substitute } from './patterns.ts'
import type { PolicyStatement } from './policy.ts'

/** Condition keys of one request; a key with several values is a list. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>

type Test = (actual: string, wanted: string) => boolean

/** The operators of IAM's policy grammar, as predicates on one request value and one policy value. */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: matchesPattern,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  // Both sides are base64, which has one spelling for the same bytes.
  BinaryEquals: (actual, wanted) => actual === wanted,
  ...comparisons('Numeric', Number),
  ...comparisons('Date', readDate),
  IpAddress: isWithin,
}

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
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
  const isNegated = positive !== operator
  if (actual === undefined) return holdsForNone({ set, isNegated, ifExists })
  const matches = (value: string) => wanted.some((each) => test(value, each)) !== isNegated
  return set === 'ForAnyValue' ? actual.some(matches) : actual.every(matches)
}

/** What an operator says of a key that the request does not have. */
function holdsForNone(of: {
  set: string | undefined
  isNegated: boolean
  ifExists: string | undefined
}): boolean {
  if (of.ifExists !== undefined || of.set === 'ForAllValues') return true
  return of.set === undefined && of.isNegated
}

function comparisons(kind: string, read: (text: string) => number): Record<string, Test> {
  return {
    [`${kind}Equals`]: (actual, wanted) => read(actual) === read(wanted),
    [`${kind}LessThan`]: (actual, wanted) => read(actual) < read(wanted),
    [`${kind}LessThanEquals`]: (actual, wanted) => read(actual) <= read(wanted),
    [`${kind}GreaterThan`]: (actual, wanted) => read(actual) > read(wanted),
    [`${kind}GreaterThanEquals`]: (actual, wanted) => read(actual) >= read(wanted),
  }
}

/** A date of ISO 8601, or seconds since 1970, in milliseconds; anything else compares as false. */
function readDate(text: string): number {
  return /^\d{5,}$/.test(text) ? Number(text) * 1_000 : Date.parse(text)
}

/** Each of an ARN's six parts is matched alone, so that a `*` does not reach into the next. */
function matchesArn(actual: string, wanted: string): boolean {
  if (wanted.split(':').length < 6) return matchesPattern(actual, wanted)
  const [given, patterns] = [arnParts(actual), arnParts(wanted)]
  return patterns.every((pattern, index) => matchesPattern(given[index] ?? '', pattern))
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

/** @param range an address, or a network such as `203.0.113.0/24` or `2001:db8::/32` */
function isWithin(address: string, range: string): boolean {
  const [network = '', prefix] = range.split('/')
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(network) === 0 || isIP(address) !== isIP(network)) return false
  const list = new BlockList()
  if (prefix === undefined) list.addAddress(network, family)
  else list.addSubnet(network, Number(prefix), family)
  return list.check(address, family)
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
