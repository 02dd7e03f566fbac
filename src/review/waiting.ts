import type { Generation } from '#domain/generation/generation.ts'
import { t } from '../i18n/language.ts'

/** A job's state in words: of one that waits for its model, also its place, if that is known. */
export function statusText({ status, waitPosition }: Generation): string {
  const name = t.jobs.statuses[status]
  if (status !== 'WAITING' || waitPosition === undefined) return name
  return `${name} · ${t.jobs.place(waitPosition)}`
}

/** Steps that a time left is told in: exact seconds would promise what nobody can keep. */
const stepSeconds = 5
/** Closer than this, or past it, it may go on at any time. */
const soonMs = 3_000

/**
 * About how long a job still waits for its model, in words.
 * @returns `undefined` when it does not wait, or nothing is known of how long
 */
export function waitText({ status, waitUntil }: Generation, nowMs: number): string | undefined {
  if (status !== 'WAITING' || waitUntil === undefined) return undefined
  const leftMs = Date.parse(waitUntil) - nowMs
  if (leftMs < soonMs) return t.jobs.goesOnSoon
  const seconds = Math.ceil(leftMs / 1_000 / stepSeconds) * stepSeconds
  const span = seconds < 60 ? t.time.seconds(seconds) : t.time.minutes(Math.ceil(seconds / 60))
  return t.jobs.goesOnIn(span)
}
