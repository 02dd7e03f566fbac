import { AppError, type ErrorCode } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { Message } from '#domain/message/message.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { Turn } from '#domain/usage/pace.ts'
import type {
  ModelAdapter,
  ModelCall,
  ModelReply,
  PreparedOperation,
} from '../../models/adapter.ts'
import type { ModelAnswer } from '../../models/caller.ts'
import type { ModelFailure } from '../../models/read-failure.ts'
import type { Edges } from '../../store/edges.ts'
import type { AnswerJournal } from '../answer-journal.ts'
import type { HeldJob } from './hold-job.ts'

type Needed = Pick<Edges, 'models' | 'pace' | 'now'>

/** `seed` is absent where the model draws nothing by chance. */
export type MadeImage = { readonly image: Buffer; readonly seed?: number }

/** Why an image that was asked for did not come. */
export type Missing = {
  readonly status: 'BLOCKED' | 'FAILED'
  readonly errorCode: ErrorCode
  readonly reason: Message
}

/** What the record keeps of images that are stored while others are still to be finished. */
export type Finished = Required<Pick<Generation, 'outputs' | 'pasteMs'>>

/** Why the calls stopped before their end, with the rest still to be made. */
export type Halt =
  /** The model refused a call uncharged for now. */
  | { readonly kind: 'TURNED_AWAY'; readonly failure: ModelFailure }
  /** The next call would be more than the model takes a minute. */
  | { readonly kind: 'NO_TURN'; readonly turn: Turn & { kind: 'WAIT' } }
  /** This worker has no time for another call, or to finish all images; what it finished is kept. */
  | { readonly kind: 'NO_TIME'; readonly finished?: Finished }
  /** The model is gone, and made nothing for this job. */
  | { readonly kind: 'RETIRED' }

export type Called =
  | { readonly kind: 'HALTED'; readonly halt: Halt }
  /** For each image asked for, in order: the image, or why there is none. */
  | { readonly kind: 'CALLED'; readonly images: readonly (MadeImage | Missing)[] }

export type CallJob = {
  readonly card: ModelCard
  readonly adapter: ModelAdapter
  readonly operation: PreparedOperation
  readonly held: HeldJob
  readonly journal: AnswerJournal
  /** Absent, models may be called; else only what was paid for already is looked for. */
  readonly refusalToCall?: Missing | undefined
  /** Epoch milliseconds after which no further call may begin. */
  readonly callsUntil: number
}

/** What became of one call. */
type Outcome =
  | { readonly kind: 'ANSWERED'; readonly body: unknown; readonly isNew: boolean }
  /** No further call makes sense, for this reason. */
  | { readonly kind: 'ENDED'; readonly missing: Missing }
  | { readonly kind: 'HALTED'; readonly halt: Halt }

/**
 * Makes the calls that an operation needs, one after the other, and keeps all that came. A call
 * that was answered before, by a worker that died or had to wait, is not made again.
 */
export async function callModel(edges: Needed, job: CallJob): Promise<Called> {
  const caller = createCaller(edges, job)
  const images: (MadeImage | Missing)[] = []
  let rest: Missing = notCome
  for (const [index, call] of (await job.adapter.requestBodies(job.operation)).entries()) {
    const outcome = await caller.answerTo(index, call)
    if (outcome.kind === 'HALTED') {
      const isRetired = outcome.halt.kind === 'RETIRED'
      if (!isRetired || !images.some(isMade)) return outcome
      rest = retiredMidway
      break
    }
    if (outcome.kind === 'ENDED') {
      rest = outcome.missing
      break
    }
    if (outcome.isNew) job.journal.write(index, outcome.body)
    const { came, isHopeless } = readAnswer(job.adapter, outcome.body, call)
    images.push(...came)
    const last = came.at(-1)
    if (isHopeless && last && !isMade(last)) {
      rest = last
      break
    }
  }
  const { count } = job.operation
  return {
    kind: 'CALLED',
    images: Array.from({ length: count }, (_, index) => images[index] ?? rest),
  }
}

/** Whether an image came. */
export function isMade(image: MadeImage | Missing): image is MadeImage {
  return 'image' in image
}

/** Makes single calls; remembers what this run may still do. */
function createCaller(edges: Needed, job: CallJob) {
  const { held, card } = job
  // An earlier run's second try counts: each image has one, whatever happens to its workers.
  const mayRetry = (held.current().retries ?? 0) === 0
  // The job came with a turn for its first call.
  let turns = 1

  const takeTurn = async (): Promise<Halt | undefined> => {
    if (turns > 0) {
      turns -= 1
      return undefined
    }
    if (edges.now() > job.callsUntil) return { kind: 'NO_TIME' }
    const turn = await edges.pace.ask(card.id, { owner: held.current().owner, turns: 0 })
    return turn.kind === 'WAIT' ? { kind: 'NO_TURN', turn } : undefined
  }
  const count = (of: 'modelCalls' | 'retries') => (held.current()[of] ?? 0) + 1

  const repeat = async (call: ModelCall): Promise<Outcome> => {
    const halt = await takeTurn()
    const calls = halt ? {} : { modelCalls: count('modelCalls') }
    if (!(await held.note({ ...calls, retries: count('retries') }))) return ended(cancelled)
    if (halt) return { kind: 'HALTED', halt }
    return read(await edges.models.invoke(card, call.body, held.current().id))
  }

  return {
    async answerTo(index: number, call: ModelCall): Promise<Outcome> {
      const known = await job.journal.read(index)
      if (known !== undefined) return { kind: 'ANSWERED', body: known, isNew: false }
      if (job.refusalToCall) return ended(job.refusalToCall)
      const halt = await takeTurn()
      if (halt) return { kind: 'HALTED', halt }
      // Written before the call, so that no call is ever uncounted.
      if (!(await held.note({ modelCalls: count('modelCalls') }))) return ended(cancelled)
      const first = await edges.models.invoke(card, call.body, held.current().id)
      // 408 and 424 may have been charged: once more, not oftener.
      const again = first.kind === 'FAILED' && first.failure.retryOnce && mayRetry
      return again ? repeat(call) : read(first)
    },
  }
}

function read(answer: ModelAnswer): Outcome {
  if (answer.kind === 'ANSWERED') return { kind: 'ANSWERED', body: answer.body, isNew: true }
  const { failure } = answer
  if (failure.throttled) return { kind: 'HALTED', halt: { kind: 'TURNED_AWAY', failure } }
  if (failure.retired) return { kind: 'HALTED', halt: { kind: 'RETIRED' } }
  return ended(missingBy(failure.code, failure.reason))
}

function ended(missing: Missing): Outcome {
  return { kind: 'ENDED', missing }
}

/**
 * The images of one answer. `isHopeless` when the same words or picture would be refused again; an
 * answer that is not understood is an expected end of its images, not of the worker.
 */
function readAnswer(
  adapter: ModelAdapter,
  body: unknown,
  call: ModelCall,
): { came: (MadeImage | Missing)[]; isHopeless: boolean } {
  const reply = parseReply(adapter, body, call)
  if (reply instanceof AppError) {
    const missing = missingBy(reply.code, reply.reason)
    return { came: Array.from({ length: call.count }, () => missing), isHopeless: false }
  }
  const missing = reply.blocked ? blockedBy[reply.blocked] : notCome
  const came = Array.from({ length: call.count }, (_, index) => {
    const image = reply.images[index]
    if (!image) return missing
    return call.seed === undefined ? { image } : { image, seed: reply.seeds?.[index] ?? call.seed }
  })
  return { came, isHopeless: reply.blocked === 'PROMPT' || reply.blocked === 'INPUT' }
}

function parseReply(adapter: ModelAdapter, body: unknown, call: ModelCall): ModelReply | AppError {
  try {
    return adapter.parseResponse(body, call)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** An image that is not there for this reason. */
export function missingBy(errorCode: ErrorCode, reason: Message): Missing {
  return { status: errorCode.startsWith('BLOCKED') ? 'BLOCKED' : 'FAILED', errorCode, reason }
}

const notCome = missingBy('MODEL_UNAVAILABLE', { key: 'tooFewImages' })

/** The reason of images that a cancelled job did not make. */
export const cancelled = missingBy('CANCELLED', { key: 'jobCancelled' })

const retiredMidway = missingBy('MODEL_RETIRED', { key: 'modelRetiredMidway' })

const blockedBy: Record<NonNullable<ModelReply['blocked']>, Missing> = {
  PROMPT: missingBy('BLOCKED_PROMPT', { key: 'wordsRefused' }),
  INPUT: missingBy('BLOCKED_INPUT', { key: 'pictureRefused' }),
  OUTPUT: missingBy('BLOCKED_OUTPUT', { key: 'imageWithheld' }),
}
