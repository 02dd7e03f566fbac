import { AppError, type ErrorCode } from '#domain/errors.ts'
import { type Ending, mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { Limits } from '#domain/usage/usage.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { isHeld } from './cancel-generation.ts'
import { endGeneration } from './end-generation.ts'
import { enqueue } from './enqueue.ts'

type Needed = Pick<Edges, 'generations' | 'openJobs' | 'usage' | 'usageRows' | 'queue' | 'now'>

export type SweepSettings = { readonly leaseSeconds: number; readonly limits: Limits }

export type Swept = {
  seen: number
  ended: number
  resent: number
  settled: number
  /** How long the job that waits longest has waited, that was not in a worker's hands; 0 without one. */
  oldestSeconds: number
  /** What kept single jobs from being swept; the others were. */
  failures: unknown[]
}

/** A page is up to 500 jobs; what is left over is the next sweep's. */
const maxPages = 10

/**
 * Closes what is stuck: ends unfinished jobs past their deadline, and sends those again whose
 * message was lost. A job that a worker holds is left to it.
 */
export async function sweep(edges: Needed, settings: SweepSettings): Promise<Swept> {
  const swept: Swept = { seen: 0, ended: 0, resent: 0, settled: 0, oldestSeconds: 0, failures: [] }
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found = await edges.openJobs.page(cursor)
    swept.seen += found.items.length
    const waits = found.items.map((each) => waitedSeconds(each, edges.now()))
    swept.oldestSeconds = Math.max(swept.oldestSeconds, ...waits)
    const ends = await eachApart(found.items, swept, (each) => tend(edges, settings, each))
    for (const end of ends) if (end !== 'LEFT') swept[end] += 1
    cursor = found.cursor
    if (cursor === undefined) break
  }
  swept.settled = await settleForgotten(edges, settings, swept)
  return swept
}

/** Does something for each item; one that fails keeps none of the others from it. */
async function eachApart<Item, Done>(
  items: readonly Item[],
  { failures }: Swept,
  act: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done = await inParallel(items, async (item) => {
    try {
      return [await act(item)]
    } catch (error) {
      failures.push(error)
      return []
    }
  })
  return done.flat()
}

function waitedSeconds({ status, createdAt }: Generation, now: number): number {
  if (status !== 'QUEUED' && status !== 'WAITING') return 0
  return Math.round((now - Date.parse(createdAt)) / 1_000)
}

/**
 * Settles jobs whose worker died between their end and its settling. One that still runs, or waits,
 * keeps what it holds. Of one that is gone nobody knows what was paid for, so it counts in full.
 */
async function settleForgotten(
  edges: Needed,
  settings: SweepSettings,
  swept: Swept,
): Promise<number> {
  const before = new Date(edges.now() - 2 * settings.leaseSeconds * 1_000).toISOString()
  const held = await edges.usageRows.heldBefore(before)
  const settled = await eachApart(held, swept, async (job): Promise<number> => {
    const generation = await edges.generations.get(job.id)
    if (generation && !isFinal(generation.status)) return 0
    await (generation ? edges.usage.settle(generation) : edges.usage.settleWhole(job))
    return 1
  })
  return settled.reduce((sum, each) => sum + each, 0)
}

async function tend(
  edges: Needed,
  settings: SweepSettings,
  generation: Generation,
): Promise<'LEFT' | 'ended' | 'resent'> {
  const now = edges.now()
  if (isHeld(generation, now)) return 'LEFT'
  const ending = dueEnding(generation, now)
  // What was paid for is worth one more message, and some time, to a worker that may find it.
  const waitsUntil = Date.parse(generation.deadline) + 2 * settings.leaseSeconds * 1_000
  if (ending && !(mayHavePaid(generation) && now < waitsUntil)) {
    // Held again since it was read: then it is not stuck.
    const still = (current: Generation) => !isHeld(current, now)
    // Nobody found what was paid for, which does not make it free.
    if (mayHavePaid(generation)) await edges.usage.settleWhole(generation)
    return (await endGeneration(edges, generation, { ending, still })) ? 'ended' : 'LEFT'
  }
  // A message has this long to be delivered before it counts as lost; a doubled one is harmless.
  const since = Date.parse(generation.leaseUntil ?? generation.createdAt)
  if (now - since < settings.leaseSeconds * 1_000) return 'LEFT'
  return (await resend(edges, generation, settings.limits)) ? 'resent' : 'LEFT'
}

function dueEnding(generation: Generation, now: number): Ending | undefined {
  if (generation.cancelRequested) return { kind: 'CANCELLED' }
  if (now < Date.parse(generation.deadline)) return undefined
  return { kind: 'FAILED', code: 'TIMED_OUT', reason: { key: 'jobTimedOut' } }
}

/** Ways in which the ledger says no; the job has ended, or goes. */
const refusals: ReadonlySet<ErrorCode> = new Set(['QUOTA_EXCEEDED', 'CONFLICT', 'UNAUTHENTICATED'])

async function resend(edges: Needed, generation: Generation, limits: Limits): Promise<boolean> {
  try {
    await enqueue(edges, generation, limits)
    return true
  } catch (error) {
    if (!(error instanceof AppError) || !refusals.has(error.code)) throw error
    // A deleted account keeps nothing: this job was written while its account was being deleted.
    if (error.code === 'UNAUTHENTICATED') await edges.generations.remove(generation.id)
    return false
  }
}
