import * as z from 'zod'

/** Somebody who was lately let through to a model, or waits for it. Times in epoch milliseconds. */
const ownerSchema = z.object({
  /** A mark that stands for a person and tells nothing of them. */
  owner: z.string(),
  /** About how many of their jobs wait. */
  jobs: z.int(),
  /** When the next of them comes back. */
  comesAt: z.number(),
  /** When one of their jobs was let through last; 0 for never. */
  servedAt: z.number(),
})

type Owner = z.infer<typeof ownerSchema>

/** How far the calls of one model have gone, and who wants the next ones. */
export const paceSchema = z.object({
  /** When a call would be due that keeps an even pace. */
  nextAt: z.number(),
  owners: z.array(ownerSchema),
})

export type Pace = z.infer<typeof paceSchema>

export const restingPace: Pace = { nextAt: 0, owners: [] }

export type Ask = {
  readonly owner: string
  readonly now: number
  /** How often this job waited before; its first time it joins those who wait. */
  readonly turns: number
  readonly perMinute: number
  /** At least 0, below 1. */
  readonly chance: number
}

export type Turn =
  | { readonly kind: 'GO' }
  /** `position` 1 is next. */
  | { readonly kind: 'WAIT'; readonly waitMs: number; readonly position: number }

/**
 * No minute of calls may pass the quota. A turn is taken some seconds before its call, while the
 * picture is prepared, so the minute is counted with that much more.
 */
const windowMs = 65_000

/** For how long a turn is kept for somebody who is due, and somebody unseen is remembered. */
const graceMs = 4_000
const forgottenAfterMs = 120_000
/** Keeps the stored pace small; beyond so many people, the others wait without precedence. */
const maxOwners = 100

/** Jobs of one person that come back at once fall in among so many of their own. */
const ownCrowd = 10

/**
 * Asks for a turn to call a model, by the generic cell rate algorithm (a tenth of the quota may come
 * at once, the rest evenly) and in rounds: who was served less recently goes first when due.
 * Pure; the store applies it to the shared pace.
 */
export function askForTurn(pace: Pace, ask: Ask): { readonly pace: Pace; readonly turn: Turn } {
  const { now, owner } = ask
  const { stepMs, slackMs } = stepsOf(ask.perMinute)
  const owners = pace.owners.filter((each) => !isForgotten(each, now))
  const me = owners.find((each) => each.owner === owner) ?? newcomer(owner)
  const others = owners.filter((each) => each !== me)
  const freeNow = Math.floor((slackMs + now - pace.nextAt) / stepMs) + 1
  const before = others.filter((other) => isDueBefore(other, me, { now, stepMs }))
  if (freeNow > before.length) {
    const served = { ...me, jobs: Math.max(0, me.jobs - (ask.turns > 0 ? 1 : 0)), servedAt: now }
    return {
      pace: { nextAt: Math.max(pace.nextAt, now) + stepMs, owners: keep([served, ...others]) },
      turn: { kind: 'GO' },
    }
  }
  const isFirst = ask.turns === 0
  const mine = isFirst ? me.jobs : Math.floor(ask.chance * Math.min(me.jobs, ownCrowd))
  const ahead = mine + others.reduce((sum, { jobs }) => sum + Math.min(jobs, mine + 1), 0)
  const untilFreeMs = Math.max(0, pace.nextAt - slackMs - now)
  // A little early rather than late: a turn that nobody takes is lost.
  const waitMs = Math.ceil((untilFreeMs + ahead * stepMs) * (0.9 + ask.chance / 10)) + 1
  const waiting: Owner = {
    ...me,
    jobs: me.jobs + (isFirst ? 1 : 0),
    comesAt: me.comesAt > now ? Math.min(me.comesAt, now + waitMs) : now + waitMs,
  }
  return {
    pace: { nextAt: pace.nextAt, owners: keep([waiting, ...others]) },
    turn: { kind: 'WAIT', waitMs, position: ahead + 1 },
  }
}

/** The even distance of calls, and how much earlier than that the first ones may come. */
function stepsOf(perMinute: number): { stepMs: number; slackMs: number } {
  const burst = 1 + Math.floor(perMinute / 10)
  const stepMs = windowMs / Math.max(1, perMinute - burst + 1)
  return { stepMs, slackMs: (burst - 1) * stepMs }
}

function isDueBefore(other: Owner, me: Owner, at: { now: number; stepMs: number }): boolean {
  const { now, stepMs } = at
  if (other.jobs === 0 || other.servedAt >= me.servedAt) return false
  return other.comesAt <= now + stepMs && now <= other.comesAt + graceMs
}

function isForgotten({ comesAt, servedAt }: Owner, now: number): boolean {
  return now > Math.max(comesAt, servedAt) + forgottenAfterMs
}

function newcomer(owner: string): Owner {
  return { owner, jobs: 0, comesAt: 0, servedAt: 0 }
}

/** The most recently seen ones. */
function keep(owners: readonly Owner[]): Owner[] {
  return owners.length <= maxOwners ? [...owners] : owners.slice(0, maxOwners)
}
