import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import { readRequestMetadata } from '../call-log.ts'
import { validationError } from '../errors.ts'
import { assess, type Guarded, guardedBy, guardrailMarks } from '../guardrails.ts'
import type { Model } from '../models/model.ts'
import { admitCall, answerWith, requireService, runModel } from './admit-call.ts'
import type { BedrockEdges } from './edges.ts'

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
  const { headers, requestId } = request
  const admitted = admitCall(edges, request, {
    modelId,
    guardedBy: (guardrails) => guardedBy(headers, guardrails),
  })
  const requestMetadata = readRequestMetadata(headers)
  requireService(edges, admitted)
  const charge = () => edges.calls?.note({ modelId, requestId, requestMetadata })
  return answerWith(request, await answerOf(edges, { ...admitted, charge }, request.body))
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
  const { engine, randomSeed } = edges
  const tools = { engine, blocked: edges.blocked('InvokeModel'), randomSeed }
  const run = async () => {
    const made = await runModel(() => model.invoke(body, tools))
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
