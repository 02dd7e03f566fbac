import { AppError } from '#domain/errors.ts'
import { type Ending, failedWith, mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { Edges } from '../store/edges.ts'
import type { JobMessage } from '../store/job-queue.ts'
import { clearAnswers } from './answer-journal.ts'
import { endGeneration } from './end-generation.ts'
import { cancelled, type Missing, missingBy } from './run/call-model.ts'
import { continueLater } from './run/continue-later.ts'
import { holdJob, isHeldBy } from './run/hold-job.ts'
import { type BackOff, waitForTurn } from './run/let-wait.ts'
import { makeOutputs } from './run/make-outputs.ts'
import type { RerouteSettings } from './run/reroute-job.ts'

type Needed = Pick<
  Edges,
  | 'generations'
  | 'pictures'
  | 'objects'
  | 'usage'
  | 'leavers'
  | 'queue'
  | 'models'
  | 'modelStates'
  | 'pace'
  | 'now'
  | 'random'
>

export type RunSettings = BackOff &
  RerouteSettings & {
    readonly leaseSeconds: number
    /** The longest call of a model, and how long one run of a worker may take. */
    readonly modelSeconds: number
    readonly runSeconds: number
    /** Whether calls of models go through a guardrail. */
    readonly isGuarded?: boolean
  }

export type RunEnd =
  /** Nothing is left to do for this message. `generation` is absent when the job is gone. */
  | {
      readonly kind: 'DONE'
      readonly generation?: Generation
      /** The job had ended before this message came. */
      readonly isRepeat?: true
    }
  /** Somebody else holds the job: the message has to come again then. */
  | { readonly kind: 'LATER'; readonly seconds: number }

/** The first run, and one more after a worker died: each may call models. */
const callingAttempts = 2
/** Two more may only finish what was paid for by then; a fourth death would repeat the third. */
const maxAttempts = 4

/** What a run takes beside its calls and images: to begin, and to write down how it ended. */
const settlingSeconds = 5

/** How long to leave a job to the worker that was faster to claim it, before looking again. */
const afterLostRaceSeconds = 5

/**
 * Runs one job for one message, of which there may be several, in any order: takes its turn at the
 * model, claims it, makes its images, and ends it. A live lease keeps every other worker out.
 * @throws what was not foreseen; the message then comes again, and the job is resumed
 */
export async function runGeneration(
  edges: Needed,
  settings: RunSettings,
  message: JobMessage,
): Promise<RunEnd> {
  const seen = await edges.generations.get(message.id)
  if (!seen) return { kind: 'DONE' }
  if (isFinal(seen.status)) {
    // Its worker may have died just after its end.
    await Promise.all([edges.usage.settle(seen), clearAnswers(edges, seen)])
    return { kind: 'DONE', generation: seen, isRepeat: true }
  }
  const heldForMs = Date.parse(seen.leaseUntil ?? seen.createdAt) - edges.now()
  if (heldForMs > 0) return { kind: 'LATER', seconds: heldForMs / 1_000 }
  return claim(edges, settings, { seen, message })
}

/** Claims a job that nobody holds, if it has its turn and may still run, and works on it. */
async function claim(
  edges: Needed,
  settings: RunSettings,
  { seen, message }: { seen: Generation; message: JobMessage },
): Promise<RunEnd> {
  const now = edges.now()
  const attempt = seen.status === 'RUNNING' ? seen.attempt + 1 : Math.max(1, seen.attempt)
  const refusalToCall = obstacleTo(seen, { now, attempt })
  if (refusalToCall && (!mayHavePaid(seen) || attempt > maxAttempts)) {
    if (mayHavePaid(seen)) await edges.usage.settleWhole(seen)
    return done(await endGeneration(edges, seen, { ending: endingBy(refusalToCall) }))
  }
  if (!refusalToCall) {
    // What holds nothing, or is a deleted person's, is the sweeper's: no model is called for it.
    const [holds, hasLeft] = await Promise.all([
      edges.usage.holds(seen),
      edges.leavers.hasLeft(seen.owner),
    ])
    if (!holds || hasLeft) return { kind: 'DONE' }
    const job = { owner: seen.owner, turns: message.turns }
    const turn = await edges.pace.ask(seen.modelUsed, job)
    if (turn.kind === 'WAIT') return done(await waitForTurn(edges, seen, { message, turn }))
  }
  const claimed = await edges.generations.change(seen, {
    status: 'RUNNING',
    attempt,
    leaseUntil: new Date(now + settings.leaseSeconds * 1_000).toISOString(),
    waitUntil: null,
    waitPosition: null,
    ...(seen.queueMs === undefined && { queueMs: now - Date.parse(seen.createdAt) }),
  })
  if (!claimed) return { kind: 'LATER', seconds: afterLostRaceSeconds }
  return work(edges, settings, { claimed, message, refusalToCall })
}

/** Why a job may not call a model any more, if so. */
function obstacleTo(
  seen: Generation,
  { now, attempt }: { now: number; attempt: number },
): Missing | undefined {
  if (seen.cancelRequested) return cancelled
  if (now >= Date.parse(seen.deadline)) {
    return missingBy('TIMED_OUT', { key: 'jobWaitedTooLong' })
  }
  if (attempt > callingAttempts) {
    return missingBy('INTERNAL', { key: 'jobStoppedTwice' })
  }
  return undefined
}

function endingBy({ errorCode: code, reason }: Missing): Ending {
  return code === 'CANCELLED' ? { kind: 'CANCELLED' } : { kind: 'FAILED', code, reason }
}

async function work(
  edges: Needed,
  settings: RunSettings,
  of: { claimed: Generation; message: JobMessage; refusalToCall: Missing | undefined },
): Promise<RunEnd> {
  const { claimed, message, refusalToCall } = of
  const held = holdJob(edges, claimed, settings.leaseSeconds)
  // A call and its second try have to fit into what is left; finishing has the rest.
  const endsAt = edges.now() + (settings.runSeconds - settlingSeconds) * 1_000
  const callsUntil = edges.now() + (settings.runSeconds - 2 * settings.modelSeconds) * 1_000
  const { isGuarded = false } = settings
  const made = await makeOutputs(edges, {
    held,
    refusalToCall,
    callsUntil,
    endsAt,
    isGuarded,
    own: settings.access.own,
  }).catch(async (error: unknown) => {
    // What a person can understand ends the job; anything else may be better the second time.
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error
    // What an earlier run paid for is of no use without the picture or the mask.
    if (mayHavePaid(claimed)) await edges.usage.settleWhole(claimed)
    return failedWith(error)
  })
  if (made.kind === 'GONE') {
    await edges.usage.settle({ ...claimed, costMicros: made.costMicros, outputs: made.outputs })
    await clearAnswers(edges, held.current())
    return { kind: 'DONE' }
  }
  if (made.kind === 'HALTED') {
    return done(await continueLater(edges, settings, { seen: held.current(), message, ...made }))
  }
  const still = (current: Generation) => isHeldBy(current, claimed)
  const ended = await endGeneration(edges, held.current(), { ending: made, still, isWorker: true })
  if (ended) await clearAnswers(edges, ended)
  return done(ended)
}

function done(generation: Generation | undefined): RunEnd {
  return { kind: 'DONE', ...(generation && { generation }) }
}
