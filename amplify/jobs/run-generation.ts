import { AppError } from '#domain/errors.ts'
import { type Ending, failedWith } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { Edges } from '../store/edges.ts'
import type { JobMessage } from '../store/job-queue.ts'
import { endGeneration } from './end-generation.ts'
import { makeOutputs } from './make-outputs.ts'
import { type BackOff, waitForModel } from './wait-for-model.ts'

type Needed = Pick<
  Edges,
  'generations' | 'pictures' | 'objects' | 'usage' | 'queue' | 'models' | 'now' | 'random'
>

export type RunSettings = BackOff & { readonly leaseSeconds: number }

export type RunEnd =
  /** Nothing is left to do for this message. `generation` is absent when the job is gone. */
  | { readonly kind: 'DONE'; readonly generation?: Generation }
  /** Somebody else holds the job: the message has to come again then. */
  | { readonly kind: 'LATER'; readonly seconds: number }

/** The first run, and one more after a worker died; a third death would only repeat the second. */
const mostAttempts = 2

/** How long to leave a job to the worker that was faster to claim it, before looking again. */
const afterLostRaceSeconds = 5

/**
 * Runs one job for one message, of which there may be several, in any order: claims it, makes its
 * images, and ends it. A live lease keeps every other worker out.
 * @throws what was not foreseen; the message then comes again, and the job is resumed once
 */
export async function runGeneration(
  edges: Needed,
  settings: RunSettings,
  message: JobMessage,
): Promise<RunEnd> {
  const seen = await edges.generations.get(message.id)
  if (!seen) return { kind: 'DONE' }
  if (isFinal(seen.status)) {
    await edges.usage.settle(seen)
    return { kind: 'DONE', generation: seen }
  }
  const now = edges.now()
  const heldForMs = Date.parse(seen.leaseUntil ?? seen.createdAt) - now
  if (heldForMs > 0) return { kind: 'LATER', seconds: heldForMs / 1_000 }

  const early = endBeforeStart(seen, now)
  if (early) return done(await endGeneration(edges, seen, { ending: early }))

  const claimed = await edges.generations.change(seen, {
    status: 'RUNNING',
    attempt: seen.status === 'WAITING' ? seen.attempt : seen.attempt + 1,
    leaseUntil: new Date(now + settings.leaseSeconds * 1_000).toISOString(),
    ...(seen.queueMs === undefined && { queueMs: now - Date.parse(seen.createdAt) }),
  })
  if (!claimed) return { kind: 'LATER', seconds: afterLostRaceSeconds }
  return work(edges, settings, { claimed, tries: message.tries })
}

/** Why a job ends without being run, if so. */
function endBeforeStart(seen: Generation, now: number): Ending | undefined {
  if (seen.cancelRequested) return { kind: 'CANCELLED' }
  if (now >= Date.parse(seen.deadline)) {
    const detail = 'It took too long until a model was free.'
    return { kind: 'FAILED', code: 'TIMED_OUT', detail }
  }
  if (seen.status === 'RUNNING' && seen.attempt >= mostAttempts) {
    const detail = 'The work stopped unexpectedly, twice. Nothing was counted.'
    return { kind: 'FAILED', code: 'INTERNAL', detail }
  }
  return undefined
}

async function work(
  edges: Needed,
  settings: RunSettings,
  { claimed, tries }: { claimed: Generation; tries: number },
): Promise<RunEnd> {
  const made = await makeOutputs(edges, claimed).catch((error: unknown) => {
    // What a person can understand ends the job; anything else may be better the second time.
    if (error instanceof AppError && error.code !== 'INTERNAL') return failedWith(error)
    throw error
  })
  if (made.kind === 'GONE') {
    await edges.usage.settle({ ...claimed, costMicros: made.costMicros, outputs: made.outputs })
    return { kind: 'DONE' }
  }
  if (made.kind === 'TURNED_AWAY') {
    return done(await waitForModel(edges, settings, { claimed, failure: made.failure, tries }))
  }
  const still = (current: Generation) =>
    current.status === 'RUNNING' && current.attempt === claimed.attempt
  return done(await endGeneration(edges, claimed, { ending: made, still }))
}

function done(generation: Generation | undefined): RunEnd {
  return { kind: 'DONE', ...(generation && { generation }) }
}
