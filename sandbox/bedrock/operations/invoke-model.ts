import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import type { Authorizer } from '../../iam/caller.ts'
import { type Engine, EngineBusyError } from '../engine/pool.ts'
import { BedrockError, validationError } from '../errors.ts'
import type { Model, ModelTools } from '../models/model.ts'
import { models } from '../models/table.ts'
import type { Quota } from '../quota.ts'

/** What the operation is handed. */
export type InvokeEdges = {
  readonly engine: Engine
  readonly authorizer: Authorizer
  readonly quota: Quota
  readonly clock: () => number
  /** The Region of the deployment, for callers whose signature names none. */
  readonly region: string
  /** By model id: milliseconds since the epoch from when on its version has ended. */
  readonly retiredFrom: Readonly<Record<string, number>>
  /** Instead of each model's own quota. */
  readonly requestsPerMinute: number | undefined
  /** What the filters are ordered to catch of the next request. */
  readonly blocked: () => ModelTools['blocked']
}

/** As AWS answers when a model's requests a minute are used up. */
const throttling = {
  type: 'ThrottlingException',
  status: 429,
  message: 'Too many requests, please wait before trying again.',
} as const

/**
 * InvokeModel: `POST /model/{modelId}/invoke`.
 * @throws {BedrockError} in AWS's order: who asks, which model, whether they may, whether it still
 *   lives, the quota, then the request itself
 */
export async function invokeModel(
  edges: InvokeEdges,
  request: ServiceRequest,
  modelId: string,
): Promise<ServiceResponse> {
  if (request.caller === undefined) {
    throw new BedrockError(
      'UnrecognizedClientException',
      403,
      'The security token included in the request is invalid.',
    )
  }
  const region = request.signature?.scope.split('/')[1] ?? edges.region
  const model = findModel(modelId, region)
  const decision = edges.authorizer.authorize({
    caller: request.caller,
    action: 'bedrock:InvokeModel',
    resource: `arn:aws:bedrock:${region}::foundation-model/${model.id}`,
  })
  if (!decision.allowed) throw new BedrockError('AccessDeniedException', 403, decision.message)
  requireService(edges, model, region)
  const tools = { engine: edges.engine, blocked: edges.blocked() }
  const body = await answerOf(model, tools, parseJson(request.body))
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': request.requestId },
    body: JSON.stringify(body),
  }
}

function findModel(modelId: string, region: string): Model {
  const model = models.get(modelId)
  if (model?.regions.includes(region)) return model
  throw validationError('The provided model identifier is invalid.')
}

function requireService(edges: InvokeEdges, model: Model, region: string): void {
  const retiredAt = edges.retiredFrom[model.id]
  if (retiredAt !== undefined && edges.clock() >= retiredAt) {
    throw new BedrockError(
      'ResourceNotFoundException',
      404,
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

async function answerOf(model: Model, tools: ModelTools, body: unknown): Promise<object> {
  try {
    return await model.invoke(body, tools)
  } catch (error) {
    if (!(error instanceof EngineBusyError)) throw error
    throw new BedrockError('ServiceUnavailableException', 503, 'The service is at capacity.')
  }
}
