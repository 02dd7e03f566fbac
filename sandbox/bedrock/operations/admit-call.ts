import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import { EngineBusyError } from '../engine/pool.ts'
import { accessDenied, BedrockError, notFoundError } from '../errors.ts'
import type { Guarded, Guardrail } from '../guardrails.ts'
import { hasEnded, lifecycleOf } from '../lifecycle.ts'
import type { Model } from '../models/model.ts'
import { type BedrockEdges, jsonResponse, signerOf } from './edges.ts'
import { requireInvoke, resolveModel } from './resolve-model.ts'

/** Request and response bodies of a call of a model: at most 25,000,000 bytes, as InvokeModel's. */
export const maxBodyBytes = 25_000_000

/** A call that may be made. */
export type Admitted = {
  readonly model: Model
  readonly guarded: Guarded | undefined
  readonly region: string
}

/**
 * Finds what a call names and whether its caller may make it.
 * @param named.guardedBy the guardrail that the call goes through, of those that there are
 * @throws {BedrockError} in AWS's order: who asks, which model, whether they may
 */
export function admitCall(
  edges: BedrockEdges,
  request: ServiceRequest,
  named: {
    readonly modelId: string
    readonly guardedBy: (guardrails: readonly Guardrail[]) => Guarded | undefined
  },
): Admitted {
  const { caller, region } = signerOf(request, edges)
  const place = { region, accountId: caller.accountId }
  const found = resolveModel(named.modelId, place)
  const guarded = named.guardedBy(edges.guardrails(place))
  const context: Record<string, string> =
    guarded === undefined
      ? {}
      : { 'bedrock:GuardrailIdentifier': `${guarded.guardrail.arn}:${guarded.version}` }
  requireInvoke(edges.authorizer, found, { caller, region, context })
  if (guarded !== undefined) {
    const resource = guarded.guardrail.arn
    const question = { caller, action: 'bedrock:ApplyGuardrail', resource }
    const decision = edges.authorizer.authorize(question)
    if (!decision.allowed) throw accessDenied(decision.message)
  }
  return { model: found.model, guarded, region }
}

/** As AWS answers when a model's requests a minute are used up. */
const throttling = {
  type: 'ThrottlingException',
  status: 429,
  message: 'Too many requests, please wait before trying again.',
} as const

/** @throws {BedrockError} when the model has ended, or its requests of this minute are used up */
export function requireService(edges: BedrockEdges, { model, region }: Admitted): void {
  if (hasEnded(lifecycleOf(model, edges.retiredFrom), edges.clock())) {
    throw notFoundError(
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    )
  }
  const perMinute = edges.requestsPerMinute ?? model.requestsPerMinute
  if (!edges.quota.take(`${region}/${model.id}`, perMinute)) {
    throw new BedrockError(throttling.type, throttling.status, throttling.message)
  }
}

/** Lets a model work. @throws {BedrockError} ServiceUnavailableException when the engine is busy */
export async function runModel<Made>(work: () => Promise<Made>): Promise<Made> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof EngineBusyError)) throw error
    throw new BedrockError('ServiceUnavailableException', 503, 'The service is at capacity.')
  }
}

/** An answer ends where a request does; what was made by then is charged. */
export function answerWith(request: ServiceRequest, answer: object): ServiceResponse {
  const response = jsonResponse(request, answer)
  const { body } = response
  if (typeof body !== 'string' || body.length <= maxBodyBytes) return response
  throw new BedrockError(
    'ModelErrorException',
    424,
    `The response of the model exceeds ${maxBodyBytes} bytes.`,
  )
}
