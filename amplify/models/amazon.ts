import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import type { Ability, ModelCard, Range } from '#domain/model/card.ts'
import { maxPixelsInAnswer } from '#domain/model/picture-bytes.ts'
import { abilityOf, write } from './ability.ts'
import type { ModelAdapter, ModelCall, ModelReply, PreparedOperation } from './adapter.ts'
import { amazonTasks } from './amazon-tasks.ts'

const responseSchema = z.object({
  images: z.array(z.base64()).nullish(),
  error: z.string().nullish(),
})

/**
 * Amazon's image models, by AWS's pages "model-parameters-titan-image" and, for Nova Canvas,
 * "image-gen-req-resp-structure": the same tasks and fields, with other limits. One request makes
 * all images from one seed, as far as one answer holds them; in- and outpainting return the size
 * of the image that was sent.
 */
export function createAmazonAdapter(card: ModelCard): ModelAdapter {
  return {
    async requestBodies(operation) {
      const ability = abilityOf(card, operation)
      const most = maxAtOnce(operation, ability)
      const fields = await write(amazonTasks, operation, ability)
      const calls: ModelCall[] = []
      for (let made = 0; made < operation.count; made += most) {
        const count = Math.min(most, operation.count - made)
        const seeded = ability.seed && {
          seed: seedAfter(operation.seed, calls.length, ability.seed),
        }
        const body = { ...fields, ...config({ ...operation, ...seeded, count }, ability) }
        calls.push({ body, count, ...seeded })
      }
      return calls
    },
    parseResponse,
  }
}

/** How many images of this size fit into one answer; at least one. */
function maxAtOnce({ size }: PreparedOperation, { images }: Ability): number {
  const fitting = Math.floor(maxPixelsInAnswer / (size.widthPx * size.heightPx))
  return Math.max(1, Math.min(images.perCall, fitting))
}

/** Images of one call share its seed; after the last seed comes the first. */
function seedAfter(seed: number, calls: number, { min, max }: Range): number {
  return seed + calls > max ? min + (seed + calls - max - 1) : seed + calls
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
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerUnreadable' }, { cause: parsed.error })
  }
  const { images, error } = parsed.data
  return {
    images: (images ?? []).map((image) => Buffer.from(image, 'base64')),
    // `error` is documented for moderation alone, of an input or of at least one output.
    blocked: error ? 'OUTPUT' : undefined,
    detail: error ?? undefined,
  }
}
