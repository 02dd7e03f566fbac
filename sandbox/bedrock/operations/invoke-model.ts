import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import { readRequestMetadata } from '../call-log.ts'
import { EngineBusyError } from '../engine/pool.ts'
import { accessDenied, BedrockError, notFoundError, validationError } from '../errors.ts'
import { assess, type Guarded, guardedBy, guardrailMarks } from '../guardrails.ts'
import { hasEnded, lifecycleOf } from '../lifecycle.ts'
import type { Model, ModelTools } from '../models/model.ts'
import { type BedrockEdges, jsonResponse, signerOf } from './edges.ts'
import { requireInvoke, resolveModel } from './resolve-model.ts'

/** Request and response bodies of InvokeModel: at most 25,000,000 bytes. */
export const maxBodyBytes = 25_000_000

/** As AWS answers when a model's requests a minute are used up. */
const throttling = {
  type: 'ThrottlingException',
  status: 429,
  message: 'Too many requests, please wait before trying again.',
} as const

/**
 * InvokeModel: `POST /model/{modelId}/invoke`.
 * @throws {BedrockError} in AWS's order: who asks, which model, whether they may, whether it still
 *   lives, the quota, then the guardrail and the request itself
 */
export async function invokeModel(
  edges: BedrockEdges,
  request: ServiceRequest,
  modelId: string,
): Promise<ServiceResponse> {
  const { caller, region } = signerOf(request, edges)
  const place = { region, accountId: caller.accountId }
  const named = resolveModel(modelId, place)
  const guarded = guardedBy(request.headers, edges.guardrails(place))
  const context: Record<string, string> =
    guarded === undefined
      ? {}
      : { 'bedrock:GuardrailIdentifier': `${guarded.guardrail.arn}:${guarded.version}` }
  requireInvoke(edges.authorizer, named, { caller, region, context })
  if (guarded !== undefined) {
    const resource = guarded.guardrail.arn
    const question = { caller, action: 'bedrock:ApplyGuardrail', resource }
    const decision = edges.authorizer.authorize(question)
    if (!decision.allowed) throw accessDenied(decision.message)
  }
  const requestMetadata = readRequestMetadata(request.headers)
  requireService(edges, named.model, region)
  const charge = () => edges.calls?.note({ modelId, requestId: request.requestId, requestMetadata })
  const answer = await answerOf(edges, { model: named.model, guarded, charge }, request.body)
  return withinLimit(jsonResponse(request, answer))
}

/** An answer ends where a request does; what was made by then is charged. */
function withinLimit(response: ServiceResponse): ServiceResponse {
  const { body } = response
  if (typeof body !== 'string' || body.length <= maxBodyBytes) return response
  throw new BedrockError(
    'ModelErrorException',
    424,
    `The response of the model exceeds ${maxBodyBytes} bytes.`,
  )
}

function requireService(edges: BedrockEdges, model: Model, region: string): void {
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

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw validationError('The request body is not valid JSON, please reformat your input.')
  }
}

type Asked = {
  readonly model: Model
  readonly guarded: Guarded | undefined
  /** Told when the model has done its work. */
  readonly charge: () => void
}

async function answerOf(
  edges: BedrockEdges,
  { model, guarded, charge }: Asked,
  sent: Buffer,
): Promise<object> {
  const { body, intervention } = assess(guarded, parseJson(sent))
  const tools = { engine: edges.engine, blocked: edges.blocked(), randomSeed: edges.randomSeed }
  const run = async () => {
    const made = await runModel(model, body, tools)
    charge()
    return made
  }
  if (guarded === undefined) return run()
  const { guardrail } = guarded
  const isInput = intervention?.of === 'input'
  // A prompt that is caught never reaches the model; an output that is caught was made all the same.
  const made = isInput ? undefined : await run()
  const message = isInput ? guardrail.blockedInput : guardrail.blockedOutput
  const answer = intervention === undefined ? made : model.intervened(message)
  return { ...answer, ...guardrailMarks(guarded, intervention) }
}

async function runModel(model: Model, body: unknown, tools: ModelTools): Promise<object> {
  try {
    return await model.invoke(body, tools)
  } catch (error) {
    if (!(error instanceof EngineBusyError)) throw error
    throw new BedrockError('ServiceUnavailableException', 503, 'The service is at capacity.')
  }
}
