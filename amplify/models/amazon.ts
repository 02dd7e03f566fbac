import * as z from 'zod'
import { AppError, unreachable } from '#domain/errors.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import { toModelMask } from '../imaging/to-model-mask.ts'
import { abilityOf, base64 } from './ability.ts'
import type { ModelAdapter, ModelCall, ModelReply, PreparedOperation } from './adapter.ts'

const responseSchema = z.object({
  images: z.array(z.base64()).nullish(),
  error: z.string().nullish(),
})

/**
 * Amazon's image models, by AWS's pages "model-parameters-titan-image" and, for Nova Canvas,
 * "image-gen-req-resp-structure": the same tasks and fields, with other limits. One request makes
 * all images from one seed; in- and outpainting return the size of the image that was sent.
 */
export function createAmazonAdapter(card: ModelCard): ModelAdapter {
  return {
    async requestBodies(operation) {
      const ability = abilityOf(card, operation)
      const { perCall } = ability.images
      const count = Math.min(operation.count, perCall)
      const body = {
        ...(await task(operation, ability)),
        ...config({ ...operation, count }, ability),
      }
      const call: ModelCall = { body, count, seed: operation.seed }
      return [call]
    },
    parseResponse,
  }
}

async function task(operation: PreparedOperation, ability: Ability): Promise<object> {
  switch (operation.kind) {
    case 'TEXT_TO_IMAGE':
      return textImage(operation)
    case 'INPAINT':
      return inPainting(operation, await maskOf(operation, ability))
    case 'ERASE':
      // Without a text, the place is filled with what is around it.
      return inPainting(operation, await maskOf(operation, ability))
    case 'OUTPAINT':
      return outPainting(operation, await maskOf(operation, ability), operation.edge)
    case 'PRECISE_OUTPAINT':
      return outPainting(operation, await maskOf(operation, ability), 'EXACT')
    case 'VARIATION':
      return {
        taskType: 'IMAGE_VARIATION',
        imageVariationParams: {
          ...texts(operation),
          images: operation.images.map(base64),
          similarityStrength: operation.similarity ?? ability.similarity?.default,
        },
      }
    case 'REMOVE_BACKGROUND':
      return {
        taskType: 'BACKGROUND_REMOVAL',
        backgroundRemovalParams: { image: base64(operation.image) },
      }
    case 'COLOR_GUIDED':
      return {
        taskType: 'COLOR_GUIDED_GENERATION',
        colorGuidedGenerationParams: {
          ...texts(operation),
          colors: operation.colors,
          ...(operation.image && { referenceImage: base64(operation.image) }),
        },
      }
    case 'STRUCTURE':
      return textImage(operation, {
        conditionImage: base64(operation.image),
        controlMode: operation.guide === 'EDGES' ? 'CANNY_EDGE' : 'SEGMENTATION',
        controlStrength: operation.strength ?? ability.strength?.default,
      })
    case 'REPLACE':
    case 'RECOLOR':
      return inPainting(operation, { maskPrompt: operation.search })
    case 'STYLE':
      return textImage(operation)
    case 'UPSCALE':
      throw new AppError('UNSUPPORTED', 'Amazon’s models do not enlarge pictures.')
    default:
      return unreachable(operation)
  }
}

type Words = {
  readonly prompt?: string | undefined
  readonly negativePrompt?: string | undefined
  readonly stylePreset?: string | undefined
}

function textImage(operation: Words, condition: object = {}): object {
  const { stylePreset } = operation
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: {
      ...texts(operation),
      ...(stylePreset === undefined ? {} : { style: stylePreset }),
      ...condition,
    },
  }
}

function inPainting(operation: Words & { image: Buffer }, mask: object): object {
  const params = { image: base64(operation.image), ...mask, ...texts(operation) }
  return { taskType: 'INPAINTING', inPaintingParams: params }
}

function outPainting(
  operation: Words & { image: Buffer },
  mask: object,
  edge: 'EXACT' | 'SEAMLESS',
): object {
  return {
    taskType: 'OUTPAINTING',
    outPaintingParams: {
      image: base64(operation.image),
      ...mask,
      ...texts(operation),
      outPaintingMode: edge === 'EXACT' ? 'PRECISE' : 'DEFAULT',
    },
  }
}

function texts({ prompt, negativePrompt }: Words): object {
  return {
    ...(prompt ? { text: prompt } : {}),
    ...(negativePrompt ? { negativeText: negativePrompt } : {}),
  }
}

async function maskOf(operation: PreparedOperation, { maskEdits }: Ability): Promise<object> {
  if (!('mask' in operation) || !maskEdits) {
    throw new AppError('INTERNAL', 'A mask was needed, and how the model reads it.')
  }
  return { maskImage: base64(await toModelMask(operation.mask, maskEdits)) }
}

/** A picture to be edited brings its own size, so only tasks with a choice of sizes send one. */
function config(operation: PreparedOperation, { seed, guidance, sizes }: Ability): object {
  if (operation.kind === 'REMOVE_BACKGROUND') return {}
  const { widthPx: width, heightPx: height } = operation.size
  return {
    imageGenerationConfig: {
      numberOfImages: operation.count,
      quality: operation.quality.toLowerCase(),
      ...(guidance && { cfgScale: guidance.default }),
      ...(seed && { seed: operation.seed }),
      ...(sizes && { width, height }),
    },
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
