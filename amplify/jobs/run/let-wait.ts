import { type Ending, mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation, GenerationChange } from '#domain/generation/generation.ts'
import type { Turn } from '#domain/usage/pace.ts'
import type { ModelFailure } from '../../models/read-failure.ts'
import type { Edges } from '../../store/edges.ts'
import type { JobMessage } from '../../store/job-queue.ts'
import { changeRecord } from '../change-record.ts'
import { endGeneration } from '../end-generation.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'now'>

export type BackOff = { readonly backoffSeconds: number; readonly backoffCapSeconds: number }

/** What a job waits for, and how it comes back. */
type Wait = {
  readonly message: Pick<JobMessage, 'tries' | 'turns'>
  readonly delaySeconds: number
  /** For the person: when it is expected to go on, and its place. */
  readonly untilMs: number
  readonly position?: number
  /** What else changes in the record. */
  readonly change?: GenerationChange
}

/** A throttle passes; a model that keeps failing does not, so that job ends within minutes. */
const maxFailures = 5
/** The queue's longest delay. A job that waits longer asks again in between. */
const maxDelaySeconds = 900

const tooBusy: Ending = {
  kind: 'FAILED',
  code: 'THROTTLED',
  reason: { key: 'modelBusyTooLong' },
}

/** Lets a job wait until it is its turn, as the pace of its model says. */
export function waitForTurn(
  edges: Needed,
  seen: Generation,
  of: { message: JobMessage; turn: Turn & { kind: 'WAIT' }; change?: GenerationChange },
): Promise<Generation | undefined> {
  const { waitMs, position } = of.turn
  const { tries, turns } = of.message
  return letWait(edges, seen, {
    message: { tries, turns: turns + 1 },
    delaySeconds: Math.ceil(waitMs / 1_000),
    untilMs: edges.now() + waitMs,
    position,
    ...(of.change && { change: of.change }),
  })
}

/**
 * Lets a job wait that its model turned away uncharged, for a time that doubles with each try (half
 * of it by chance, so that many jobs do not come back at once).
 */
export function waitForModel(
  edges: Needed & Pick<Edges, 'random'>,
  settings: BackOff,
  of: { seen: Generation; message: JobMessage; failure: ModelFailure; change?: GenerationChange },
): Promise<Generation | undefined> {
  const { seen, change = {} } = of
  const { tries, turns } = of.message
  const { code, reason, retryAfterSeconds = 0 } = of.failure
  const fullSeconds = Math.min(settings.backoffSeconds * 2 ** tries, settings.backoffCapSeconds)
  const backOffSeconds = Math.ceil(fullSeconds * (0.5 + edges.random() / 2))
  const delaySeconds = Math.max(backOffSeconds, retryAfterSeconds)
  const untilMs = edges.now() + delaySeconds * 1_000
  const isHopeless = code !== 'THROTTLED' && tries >= maxFailures
  if (isHopeless || untilMs >= Date.parse(seen.deadline)) {
    return giveUp(edges, seen, { ending: { kind: 'FAILED', code, reason }, change })
  }
  const message = { tries: tries + 1, turns }
  return letWait(edges, seen, { message, delaySeconds, untilMs, change })
}

/** Ends a job that waited in vain; one that something was paid for is finished with that first. */
function giveUp(
  edges: Needed,
  seen: Generation,
  { ending, change }: { ending: Ending; change: GenerationChange },
): Promise<Generation | undefined> {
  const modelCalls = change.modelCalls ?? seen.modelCalls ?? 0
  if (!mayHavePaid({ modelCalls })) {
    const log = { modelCalls, modelMs: change.modelMs ?? seen.modelMs }
    return endGeneration(edges, seen, { ending: { ...ending, log }, isWorker: true })
  }
  const untilMs = edges.now()
  return sendBack(edges, seen, {
    message: { tries: 0, turns: 0 },
    delaySeconds: 0,
    untilMs,
    change: { ...change, deadline: new Date(untilMs).toISOString() },
  })
}

/**
 * Lets a job wait visibly, within its lifetime, and sends the message that brings it back.
 * @returns the record afterwards, `undefined` when it is gone
 */
export async function letWait(
  edges: Needed,
  seen: Generation,
  wait: Wait,
): Promise<Generation | undefined> {
  const now = edges.now()
  // One that would come too late comes once more just before its end: others may have given up.
  const leftSeconds = Math.floor((Date.parse(seen.deadline) - now) / 1_000) - 1
  if (leftSeconds < 1) {
    return giveUp(edges, seen, { ending: tooBusy, change: wait.change ?? {} })
  }
  const delaySeconds = Math.min(wait.delaySeconds, leftSeconds, maxDelaySeconds)
  return sendBack(edges, seen, { ...wait, delaySeconds })
}

async function sendBack(
  edges: Needed,
  seen: Generation,
  wait: Wait,
): Promise<Generation | undefined> {
  const now = edges.now()
  // One that is to end, and has something to show for it, is finished at once.
  const delayFor = (current: Generation) => (current.cancelRequested ? 0 : wait.delaySeconds)
  const waiting = await changeRecord(
    edges.generations,
    seen,
    (current): GenerationChange | undefined =>
      current.status === seen.status && current.attempt === seen.attempt
        ? {
            ...wait.change,
            status: 'WAITING',
            leaseUntil: new Date(now + delayFor(current) * 1_000).toISOString(),
            waitUntil: new Date(wait.untilMs).toISOString(),
            waitPosition: wait.position ?? null,
          }
        : undefined,
  )
  if (waiting?.status !== 'WAITING') return waiting
  if (waiting.cancelRequested && !mayHavePaid(waiting)) {
    return endGeneration(edges, waiting, { ending: { kind: 'CANCELLED' } })
  }
  await edges.queue.send(waiting, { ...wait.message, delaySeconds: delayFor(waiting) })
  return waiting
}
