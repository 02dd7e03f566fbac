import * as z from 'zod'
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import { metadataSchema } from '../call-log.ts'
import { validationError } from '../errors.ts'
import {
  assess,
  converseTrace,
  type Guarded,
  type Guardrail,
  guardedAs,
  type Intervention,
} from '../guardrails.ts'
import { openImage } from '../images.ts'
import type { ConverseMessage, ConverseTurn, Model } from '../models/model.ts'
import { parseBody } from '../models/parse.ts'
import { admitCall, answerWith, requireService, runModel } from './admit-call.ts'
import type { BedrockEdges } from './edges.ts'

/** What Converse takes of images: up to 20 in a message, each of 3.75 MB and 8,000 pixels a side. */
const maxImages = 20
const imageLimits = { maxBytes: 3_750_000, maxSidePx: 8_000 }

const textBlock = z.strictObject({ text: z.string().min(1) })
const imageBlock = z.strictObject({
  image: z.strictObject({
    format: z.enum(['png', 'jpeg', 'gif', 'webp']),
    source: z.strictObject({ bytes: z.string() }),
  }),
})

/** API_runtime_Converse; tools, documents and longer conversations are not of this offline runtime. */
const requestSchema = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        role: z.literal('user'),
        content: z.array(z.union([textBlock, imageBlock])).min(1),
      }),
    )
    .length(1),
  system: z.array(textBlock).optional(),
  inferenceConfig: z
    .strictObject({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
    })
    .optional(),
  guardrailConfig: z
    .strictObject({
      guardrailIdentifier: z.string(),
      guardrailVersion: z.string(),
      trace: z.enum(['enabled', 'disabled', 'enabled_full']).default('disabled'),
    })
    .optional(),
  requestMetadata: metadataSchema.default({}),
})

/**
 * Converse: `POST /model/{modelId}/converse`.
 * @throws {BedrockError} in the order of InvokeModel, but for the form of the request, which names
 *   the guardrail and so comes first
 */
export async function converse(
  edges: BedrockEdges,
  request: ServiceRequest,
  modelId: string,
): Promise<ServiceResponse> {
  const { messages, system, guardrailConfig, requestMetadata } = parseBody(
    requestSchema,
    parseJson(request.body),
  )
  const { model, guarded, region } = admitCall(edges, request, {
    modelId,
    guardedBy: (guardrails) => guardrailOf(guardrailConfig, guardrails),
  })
  requireService(edges, { model, guarded, region })
  const message = await readMessage(messages[0]?.content ?? [])
  const { intervention } = assess(guarded, { messages, system })
  const { requestId } = request
  const charge = () => edges.calls?.note({ modelId, requestId, requestMetadata })
  const turn = await turnOf(edges, { model, message, guarded, intervention, charge })
  return answerWith(request, {
    output: { message: { role: 'assistant', content: turn.content } },
    stopReason: turn.stopReason,
    // Nobody charges for tokens here.
    usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    metrics: { latencyMs: 0 },
    ...(guarded && converseTrace(guarded, intervention)),
  })
}

function guardrailOf(
  config: z.infer<typeof requestSchema>['guardrailConfig'],
  guardrails: readonly Guardrail[],
): Guarded | undefined {
  if (!config) return undefined
  const { guardrailIdentifier: identifier, guardrailVersion: version, trace } = config
  return guardedAs({ identifier, version, isTraced: trace !== 'disabled' }, guardrails)
}

type Block = z.infer<typeof textBlock> | z.infer<typeof imageBlock>

async function readMessage(content: readonly Block[]): Promise<ConverseMessage> {
  const texts = content.flatMap((block) => ('text' in block ? [block.text] : []))
  if (texts.some((text) => text.trim() === '')) {
    throw validationError('The text field in the ContentBlock object is blank.')
  }
  const images = content.flatMap((block) => ('image' in block ? [block.image] : []))
  if (images.length > maxImages) throw validationError(`At most ${maxImages} images are taken.`)
  for (const { format, source } of images) {
    await openImage('image', source.bytes, { ...imageLimits, formats: [format] })
  }
  return { texts, images: images.map(({ source }) => source.bytes) }
}

type Asked = {
  readonly model: Model
  readonly message: ConverseMessage
  readonly guarded: Guarded | undefined
  readonly intervention: Intervention | undefined
  /** Told when the model has done its work. */
  readonly charge: () => void
}

type Turn = Omit<ConverseTurn, 'stopReason'> & {
  readonly stopReason: ConverseTurn['stopReason'] | 'guardrail_intervened'
}

async function turnOf(edges: BedrockEdges, asked: Asked): Promise<Turn> {
  const { model, message, guarded, intervention, charge } = asked
  if (!model.converse) {
    throw validationError("This action doesn't support the model that you provided.")
  }
  const stopped = (text: string) =>
    ({ content: [{ text }], stopReason: 'guardrail_intervened' }) as const
  // A prompt that is caught never reaches the model; an output that is caught was made all the same.
  if (guarded && intervention?.of === 'input') return stopped(guarded.guardrail.blockedInput)
  const { engine, randomSeed } = edges
  const tools = { engine, blocked: edges.blocked('Converse'), randomSeed }
  const turn = await runModel(() => model.converse?.(message, tools) ?? Promise.reject(new Error()))
  charge()
  return guarded && intervention ? stopped(guarded.guardrail.blockedOutput) : turn
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw validationError('The request body is not valid JSON, please reformat your input.')
  }
}
