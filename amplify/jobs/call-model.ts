import { AppError } from '#domain/errors.ts'
import type { GenerationOutput } from '#domain/generation/generation.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { ModelAdapter, ModelCall, ModelReply, PreparedOperation } from '../models/adapter.ts'
import type { ModelAnswer, ModelCaller } from '../models/bedrock.ts'
import type { ModelFailure } from '../models/read-failure.ts'

type MadeImage = { readonly image: Buffer; readonly seed: number }

/** Why an image that was asked for did not come. */
type Missing = Pick<GenerationOutput, 'status' | 'errorCode' | 'reason'>

export type ModelOutcome = {
  readonly images: readonly MadeImage[]
  readonly missing: Missing
  /** The failure that ended the calls early, if one did. */
  readonly failure: ModelFailure | undefined
  /** Whether the job was cancelled or removed before its last call. */
  readonly stopped: boolean
}

type Job = {
  card: ModelCard
  adapter: ModelAdapter
  operation: PreparedOperation
  /** Asked before each call, since each costs. */
  isWanted: () => Promise<boolean>
}

/** Makes the calls that an operation needs, one after the other, and keeps all that came. */
export async function callModel(models: ModelCaller, job: Job): Promise<ModelOutcome> {
  const images: MadeImage[] = []
  let missing: Missing = notCome
  for (const call of await job.adapter.requestBodies(job.operation)) {
    if (!(await job.isWanted()))
      return { images, missing: cancelled, failure: undefined, stopped: true }
    const answer = await invokeWithOneRetry(models, job.card, call)
    if (answer.kind === 'FAILED') {
      const { failure } = answer
      return { images, missing: missingBy(failure), failure, stopped: false }
    }
    const reply = parseReply(job.adapter, answer.body, call)
    if (reply instanceof AppError) missing = missingBy(reply)
    else {
      images.push(
        ...reply.images.slice(0, call.count).map((image, index) => ({
          image,
          seed: reply.seeds?.[index] ?? call.seed,
        })),
      )
      if (reply.blocked) missing = blockedBy[reply.blocked]
    }
  }
  return { images, missing, failure: undefined, stopped: false }
}

/** 408 and 424 may have been charged: once more, not oftener. */
async function invokeWithOneRetry(
  models: ModelCaller,
  card: ModelCard,
  call: ModelCall,
): Promise<ModelAnswer> {
  const first = await models.invoke(card, call.body)
  if (first.kind === 'ANSWERED' || !first.failure.retryOnce) return first
  return models.invoke(card, call.body)
}

/** An answer that is not understood is an expected end of these images, not of the worker. */
function parseReply(adapter: ModelAdapter, body: unknown, call: ModelCall): ModelReply | AppError {
  try {
    return adapter.parseResponse(body, call)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function missingBy({ code, detail }: Pick<ModelFailure, 'code' | 'detail'>): Missing {
  const status = code.startsWith('BLOCKED') ? 'BLOCKED' : 'FAILED'
  return { status, errorCode: code, reason: detail }
}

const notCome: Missing = {
  status: 'FAILED',
  errorCode: 'MODEL_UNAVAILABLE',
  reason: 'The model made fewer images than it was asked for.',
}

const cancelled: Missing = {
  status: 'FAILED',
  errorCode: 'CANCELLED',
  reason: 'The job was cancelled before this image.',
}

const blockedBy: Record<NonNullable<ModelReply['blocked']>, Missing> = {
  PROMPT: {
    status: 'BLOCKED',
    errorCode: 'BLOCKED_PROMPT',
    reason: 'The model refused these words. Say it differently.',
  },
  INPUT: {
    status: 'BLOCKED',
    errorCode: 'BLOCKED_INPUT',
    reason: 'The model refused this picture.',
  },
  OUTPUT: {
    status: 'BLOCKED',
    errorCode: 'BLOCKED_OUTPUT',
    reason: 'The model withheld this image. Another try may bring one.',
  },
}
