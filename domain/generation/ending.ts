import { AppError, type ErrorCode } from '../errors.ts'
import type { Message } from '../message/message.ts'
import { messageText } from '../message/text.ts'
import type { MicroDollars } from '../money.ts'
import type { Generation, GenerationChange, GenerationLog, GenerationOutput } from './generation.ts'
import type { Status } from './status.ts'

/** How a job ends: with outputs, or with one reason for all of them. */
export type Ending =
  | {
      readonly kind: 'OUTPUTS'
      readonly outputs: readonly GenerationOutput[]
      readonly costMicros: MicroDollars
      readonly log?: GenerationLog
    }
  | { readonly kind: 'CANCELLED'; readonly log?: GenerationLog }
  | {
      readonly kind: 'FAILED'
      readonly code: ErrorCode
      readonly reason: Message
      readonly log?: GenerationLog
    }

/** Ends a job with the error that stopped it. */
export function failedWith(error: AppError, log?: GenerationLog): Ending {
  const { code, reason } = error
  return { kind: 'FAILED', code, reason, ...(log === undefined ? {} : { log }) }
}

/**
 * The last change of a record.
 * @param at epoch milliseconds
 */
export function endingChange(generation: Generation, ending: Ending, at: number): GenerationChange {
  return {
    ...outcome(ending),
    ...('log' in ending ? ending.log : {}),
    open: null,
    leaseUntil: null,
    waitUntil: null,
    waitPosition: null,
    finishedAt: new Date(at).toISOString(),
    totalMs: Math.max(0, at - Date.parse(generation.createdAt)),
  }
}

/**
 * Whether a model may have been paid for this job: then it does not end before it was looked for
 * what came of that.
 */
export function mayHavePaid({ modelCalls = 0 }: Pick<Generation, 'modelCalls'>): boolean {
  return modelCalls > 0
}

/** An image that was paid for and not kept: it still counts as used. */
export function countedOnly(index: number): GenerationOutput {
  return { index, status: 'SUCCEEDED' }
}

/** Ends at which what was stored before is given away: it counts for nothing. */
const unchargedEnds: readonly Status[] = ['FAILED', 'BLOCKED', 'CANCELLED']

/** What a finished job used of its owner's quota: images count also where they cost nothing. */
export function chargedFor({
  status,
  outputs = [],
  costMicros = 0,
}: Pick<Generation, 'status' | 'outputs' | 'costMicros'>): {
  images: number
  costMicros: MicroDollars
} {
  const came = outputs.filter((output) => output.status === 'SUCCEEDED').length
  return { images: unchargedEnds.includes(status) ? 0 : came, costMicros }
}

function outcome(ending: Ending): GenerationChange {
  if (ending.kind === 'CANCELLED') {
    return { status: 'CANCELLED', success: false, costMicros: 0, errorCode: 'CANCELLED' }
  }
  if (ending.kind === 'FAILED') {
    const { code, reason } = ending
    const status = code.startsWith('BLOCKED') ? 'BLOCKED' : 'FAILED'
    const errorDetail = messageText(reason)
    return { status, success: false, costMicros: 0, errorCode: code, errorDetail }
  }
  const outputs = [...ending.outputs]
  const missing = outputs.find((output) => output.status !== 'SUCCEEDED')
  return {
    status: statusOf(outputs),
    success: missing === undefined,
    outputs,
    costMicros: ending.costMicros,
    ...(missing && { errorCode: missing.errorCode, errorDetail: missing.reason }),
  }
}

/** All came: SUCCEEDED; some: PARTIAL; none: BLOCKED if a filter stopped one, else FAILED. */
function statusOf(outputs: readonly GenerationOutput[]): Status {
  const came = outputs.filter((output) => output.status === 'SUCCEEDED').length
  if (came === outputs.length && came > 0) return 'SUCCEEDED'
  if (came > 0) return 'PARTIAL'
  return outputs.some((output) => output.status === 'BLOCKED') ? 'BLOCKED' : 'FAILED'
}
