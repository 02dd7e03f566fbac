import type { Amount } from './usage.ts'

/** The limits that each person has for themselves, the longest-lasting last. */
export const personalKinds = ['OWNER_DAY', 'OWNER_MONTH'] as const
export type PersonalKind = (typeof personalKinds)[number]

/** Something of a person for the UTC day and for the month: a limit, what was used, what is left. */
export type Personal<T> = Readonly<Record<PersonalKind, T>>

/** Little is left of a limit when this share of it is left. */
const littleShare = 0.1

/** What a person may still use; nothing where a limit was lowered below what was used. */
export function leftOf(used: Personal<Amount>, limits: Personal<Amount>): Personal<Amount> {
  const left = (kind: PersonalKind): Amount => ({
    images: Math.max(0, limits[kind].images - used[kind].images),
    costMicros: Math.max(0, limits[kind].costMicros - used[kind].costMicros),
  })
  return { OWNER_DAY: left('OWNER_DAY'), OWNER_MONTH: left('OWNER_MONTH') }
}

/** @returns the limit that so much more would pass; of both the one that lasts, as in a refusal */
export function limitPassedBy(more: Amount, left: Personal<Amount>): PersonalKind | undefined {
  return personalKinds.findLast((kind) => isLess(left[kind], more))
}

/** @returns the limit that ends first: the month's where it leaves less than the day's */
export function nearestLimit(left: Personal<Amount>): PersonalKind {
  return isLess(left.OWNER_MONTH, left.OWNER_DAY) ? 'OWNER_MONTH' : 'OWNER_DAY'
}

/** Whether at most a tenth of a limit is left, of its images or its money. */
export function isLittle(left: Amount, limit: Amount): boolean {
  return (
    left.images <= limit.images * littleShare || left.costMicros <= limit.costMicros * littleShare
  )
}

/** When a limit resets: at the next UTC midnight, or the first of the next month (epoch ms). */
export function resetsAtMs(kind: PersonalKind, nowMs: number): number {
  const now = new Date(nowMs)
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  return kind === 'OWNER_DAY' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1)
}

function isLess(one: Amount, other: Amount): boolean {
  return one.images < other.images || one.costMicros < other.costMicros
}
