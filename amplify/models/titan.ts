import * as z from 'zod'
import { AppError, unreachable } from '#domain/errors.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { toModelMask } from '../imaging/to-model-mask.ts'
import type { ModelAdapter, ModelReply, PreparedOperation } from './adapter.ts'

type Masked = Exclude<PreparedOperation, { kind: 'TEXT_TO_IMAGE' }>

const responseSchema = z.object({
  images: z.array(z.base64()).nullish(),
  error: z.string().nullish(),
})

/**
 * Amazon Titan Image Generator v2, by AWS's page "model-parameters-titan-image". One request makes
 * all images from one seed; in- and outpainting return the size of the image that was sent.
 */
export function createTitanAdapter(card: ModelCard): ModelAdapter {
  return {
    requestBodies: async (operation) => [
      {
        body: { ...(await task(operation, card)), imageGenerationConfig: config(operation, card) },
        count: operation.count,
        seed: operation.seed,
      },
    ],
    parseResponse,
  }
}

async function task(operation: PreparedOperation, card: ModelCard): Promise<object> {
  switch (operation.kind) {
    case 'TEXT_TO_IMAGE':
      return { taskType: 'TEXT_IMAGE', textToImageParams: texts(operation) }
    case 'INPAINT':
      return {
        taskType: 'INPAINTING',
        inPaintingParams: { ...(await pictures(operation, card)), ...texts(operation) },
      }
    case 'ERASE':
      // Without a text, Titan fills the place with what is around it.
      return { taskType: 'INPAINTING', inPaintingParams: await pictures(operation, card) }
    default:
      return unreachable(operation)
  }
}

function texts(operation: { prompt: string; negativePrompt?: string | undefined }): object {
  const { prompt: text, negativePrompt } = operation
  return { text, ...(negativePrompt ? { negativeText: negativePrompt } : {}) }
}

async function pictures(operation: Masked, card: ModelCard): Promise<object> {
  const mask = await toModelMask(operation.mask, card.maskEdits[operation.kind])
  return { image: operation.image.toString('base64'), maskImage: mask.toString('base64') }
}

function config(operation: PreparedOperation, card: ModelCard): object {
  const { count, seed, quality, size } = operation
  return {
    numberOfImages: count,
    quality: quality.toLowerCase(),
    cfgScale: card.guidance.default,
    seed,
    ...(operation.kind === 'TEXT_TO_IMAGE' ? { width: size.widthPx, height: size.heightPx } : {}),
  }
}

function parseResponse(body: unknown): ModelReply {
  const parsed = responseSchema.safeParse(body)
  if (!parsed.success) {
    throw new AppError('MODEL_UNAVAILABLE', 'The model gave an answer that we cannot read.', {
      cause: parsed.error,
    })
  }
  const { images, error } = parsed.data
  return {
    images: (images ?? []).map((image) => Buffer.from(image, 'base64')),
    // `error` is documented for moderation alone, of an input or of at least one output.
    blocked: error ? 'OUTPUT' : undefined,
    detail: error ?? undefined,
  }
}
