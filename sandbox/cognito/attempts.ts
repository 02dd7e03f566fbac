import { limitExceeded, notAuthorized } from './errors.ts'

/** Names that are watched at once; beyond them the one idle longest is forgotten. */
const MAX_NAMES = 10_000
/** Cognito locks after five wrong passwords: a second, doubled each time up to 15 minutes. */
const FREE_FAILURES = 5
const LONGEST_LOCK_MS = 15 * 60_000
const WINDOW_MS = 3_600_000
/** Within an hour, by what is tried. AWS allows 5 to 20 mails and does not publish the rest. */
const triesAnHour = { mail: 20, code: 15, password: 20 } as const

/** Counts tries, in memory: a restart forgets them. */
export interface Attempts {
  /** @throws CognitoError `NotAuthorizedException` while sign-in is locked for `name` */
  checkSignIn(name: string): void
  signInFailed(name: string): void
  signInSucceeded(name: string): void
  /** Counts one try. @throws CognitoError `LimitExceededException` above the limit of an hour */
  take(kind: keyof typeof triesAnHour, name: string): void
  /** Forgets the tries of one kind: the last one was right. */
  settle(kind: keyof typeof triesAnHour, name: string): void
}

type Lock = { readonly failures: number; readonly untilMs: number; readonly lastMs: number }
type Window = { readonly startMs: number; readonly count: number }

/** @returns counters that know nothing yet */
export function createAttempts(now: () => number): Attempts {
  const locks = new Map<string, Lock>()
  const windows = new Map<string, Window>()
  return {
    checkSignIn(name) {
      if ((locks.get(name)?.untilMs ?? 0) > now()) {
        throw notAuthorized('Password attempts exceeded')
      }
    },
    signInFailed(name) {
      const before = locks.get(name)
      const isStale = before === undefined || now() - before.lastMs > LONGEST_LOCK_MS
      const failures = isStale ? 1 : before.failures + 1
      const over = failures - FREE_FAILURES
      const lockMs = over < 0 ? 0 : Math.min(1_000 * 2 ** over, LONGEST_LOCK_MS)
      remember(locks, name, { failures, untilMs: now() + lockMs, lastMs: now() })
    },
    signInSucceeded: (name) => void locks.delete(name),
    take(kind, name) {
      const key = `${kind} ${name}`
      const before = windows.get(key)
      const isOver = before === undefined || now() - before.startMs >= WINDOW_MS
      const window = isOver ? { startMs: now(), count: 1 } : { ...before, count: before.count + 1 }
      if (window.count > triesAnHour[kind]) throw limitExceeded()
      remember(windows, key, window)
    },
    settle: (kind, name) => void windows.delete(`${kind} ${name}`),
  }
}

function remember<T>(table: Map<string, T>, key: string, value: T): void {
  table.delete(key)
  table.set(key, value)
  const [oldest] = table.keys()
  if (table.size > MAX_NAMES && oldest !== undefined) table.delete(oldest)
}
