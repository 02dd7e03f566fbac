// One-time codes. Pure but for the random digits; a code lives in its user's record.
import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { codeExpired, codeMismatch } from './errors.ts'
import type { User } from './user.ts'

/** What a code is for; a new one replaces the one before it. */
export type CodePurpose = 'sign-up' | 'sign-in' | 'reset-password' | `verify-${string}`

const HOUR_MS = 3_600_000

/** Cognito's lifetimes: a reset code lasts an hour, most a day; one to sign in also ends with its session. */
function lifetimeMs(purpose: CodePurpose): number {
  if (purpose === 'sign-in') return HOUR_MS / 4
  return purpose === 'reset-password' ? HOUR_MS : 24 * HOUR_MS
}

/** @returns six random digits */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0')
}

/** @returns the user with `code` waiting for `purpose` */
export function withCode(
  user: User,
  purpose: CodePurpose,
  { code, nowMs }: { code: string; nowMs: number },
): User {
  const waiting = { code, expiresAtMs: nowMs + lifetimeMs(purpose) }
  return { ...user, codes: { ...user.codes, [purpose]: waiting } }
}

/**
 * Uses up the code that waits for `purpose`.
 * @throws CognitoError `CodeMismatchException` or `ExpiredCodeException`
 */
export function withoutCode(
  user: User,
  purpose: CodePurpose,
  { code, nowMs }: { code: string; nowMs: number },
): User {
  const { [purpose]: waiting, ...rest } = user.codes
  if (!waiting || waiting.expiresAtMs <= nowMs) throw codeExpired()
  if (!timingSafeEqual(digest(waiting.code), digest(code))) throw codeMismatch()
  return { ...user, codes: rest }
}

function digest(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
