import type { UserId } from '../ids.ts'

/**
 * What is known of a person in the table of usage, in rows that are nobody's to read: whether they
 * left, and what they had used by then, under a digest of their address.
 */

/** @returns the id of the row that says who somebody is, or when they left */
export function personIdOf(owner: UserId): string {
  return `person#${owner}`
}

/** @returns the id of the row that says what somebody had used of a period when they left */
export function leftIdOf(digest: string, period: string): string {
  return `left#${digest}#${period}`
}

/** The same mailbox as one text: Cognito too reads addresses without regard to capitals. */
export function normaliseEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

/** The UTC day and month of a moment, in which people's use is counted. @param ms epoch time */
export function periodsAt(ms: number): readonly [day: string, month: string] {
  const at = new Date(ms).toISOString()
  return [at.slice(0, 10), at.slice(0, 7)]
}

/** When the month of a moment ends, UTC, in epoch milliseconds. */
export function endOfMonth(ms: number): number {
  const at = new Date(ms)
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)
}
