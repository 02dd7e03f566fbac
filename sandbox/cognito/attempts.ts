import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { openJournal } from '../state/journal.ts'
import { limitExceeded, notAuthorized } from './errors.ts'

/** Names that are watched at once; beyond them the one idle longest is forgotten. */
const MAX_NAMES = 10_000
/** Cognito locks after five wrong passwords: a second, doubled each time up to 15 minutes. */
const FREE_FAILURES = 5
const LONGEST_LOCK_MS = 15 * 60_000
const WINDOW_MS = 3_600_000
/** Within an hour, by what is tried. AWS allows 5 to 20 mails and does not publish the rest. */
const triesAnHour = { mail: 20, code: 15, password: 20 } as const

/** Counts tries; a restart forgets none whose answer was given. */
export interface Attempts {
  /** @throws CognitoError `NotAuthorizedException` while sign-in is locked for `name` */
  checkSignIn(name: string): void
  signInFailed(name: string): void
  signInSucceeded(name: string): void
  /** Counts one try. @throws CognitoError `LimitExceededException` above the limit of an hour */
  take(kind: keyof typeof triesAnHour, name: string): void
  /** Forgets the tries of one kind: the last one was right. */
  settle(kind: keyof typeof triesAnHour, name: string): void
  /** Resolves when all that was counted outlives this process; an answer must wait for it. */
  written(): Promise<void>
  close(): Promise<void>
}

const lockSchema = z.object({ failures: z.number(), untilMs: z.number(), lastMs: z.number() })
const windowSchema = z.object({ startMs: z.number(), count: z.number() })

/** One counter as it stands from then on; without a value it is forgotten. */
const changeSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('lock'), key: z.string(), value: lockSchema.optional() }),
  z.object({ of: z.literal('window'), key: z.string(), value: windowSchema.optional() }),
])
type Change = z.infer<typeof changeSchema>

/** Opens the counters kept in the file `path`. */
export async function openAttempts(path: string, now: () => number): Promise<Attempts> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const locks = new Map<string, z.infer<typeof lockSchema>>()
  const windows = new Map<string, z.infer<typeof windowSchema>>()
  const apply = (change: Change) => {
    if (change.of === 'lock') remember(locks, change.key, change.value)
    else remember(windows, change.key, change.value)
  }
  const journal = await openJournal({
    path,
    replay: (change) => apply(changeSchema.parse(change)),
    *snapshot() {
      for (const [key, value] of locks) yield { of: 'lock', key, value } satisfies Change
      for (const [key, value] of windows) yield { of: 'window', key, value } satisfies Change
    },
  })
  let last: Promise<unknown> = Promise.resolve()
  const note = (change: Change) => {
    apply(change)
    last = journal.append(change, { sync: false })
    // Whoever awaits `written` is told; nobody may be waiting yet.
    last.catch(() => undefined)
  }
  const forget = (of: Change['of'], key: string) => {
    if ((of === 'lock' ? locks : windows).has(key)) note({ of, key })
  }
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
      const value = { failures, untilMs: now() + lockMs, lastMs: now() }
      note({ of: 'lock', key: name, value })
    },
    signInSucceeded: (name) => forget('lock', name),
    take(kind, name) {
      const key = `${kind} ${name}`
      const before = windows.get(key)
      const isOver = before === undefined || now() - before.startMs >= WINDOW_MS
      const value = isOver ? { startMs: now(), count: 1 } : { ...before, count: before.count + 1 }
      if (value.count > triesAnHour[kind]) throw limitExceeded()
      note({ of: 'window', key, value })
    },
    settle: (kind, name) => forget('window', `${kind} ${name}`),
    written: async () => void (await last),
    close: () => journal.close(),
  }
}

function remember<T>(table: Map<string, T>, key: string, value: T | undefined): void {
  table.delete(key)
  if (value === undefined) return
  table.set(key, value)
  const [oldest] = table.keys()
  if (table.size > MAX_NAMES && oldest !== undefined) table.delete(oldest)
}
