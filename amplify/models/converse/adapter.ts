import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { abilityOf, write } from '../ability.ts'
import type { ModelAdapter, ModelCall, ModelReply, Writers } from '../adapter.ts'
import { placeInWords } from '../place-in-words.ts'

/** What one message to a model says. */
export type Told = {
  readonly text: string
  /** PNG or JPEG: the picture to change. */
  readonly image?: Buffer | undefined
}

/** The same with the size that the answer is brought to; absent where the model chose about one. */
export type ConverseRequest = Told & {
  readonly size?: { readonly widthPx: number; readonly heightPx: number }
}

/**
 * Models that make pictures in a conversation (Bedrock's Converse), as AWS's samples of Nova 2 Omni
 * have it: one picture and words go in, an answer of texts and a picture comes out. Ratio, place and
 * number are words too; a call is asked for one picture.
 */
export function createConverseAdapter(card: ModelCard): ModelAdapter {
  return {
    async requestBodies(operation) {
      const told = await write(tellers, operation, abilityOf(card, operation))
      const { ratio, widthPx, heightPx } = operation.size
      const size = ratio === undefined ? { size: { widthPx, heightPx } } : {}
      const body: ConverseRequest = { ...told, ...size }
      return Array.from({ length: operation.count }, (): ModelCall => ({ body, count: 1 }))
    },
    parseResponse,
  }
}

const tellers: Writers<Promise<Told>> = {
  TEXT_TO_IMAGE: async ({ prompt, size }) => ({
    text: `Create an image of ${prompt}\nAspect ratio: ${size.ratio}`,
  }),
  INPAINT: async ({ prompt, image, mask }) => ({
    image,
    text: `Change what is ${await placeInWords(mask)} of this image into: ${prompt}\n${keepTheRest}`,
  }),
  ERASE: async ({ image, mask }) => ({
    image,
    text: `Remove what is ${await placeInWords(mask)} of this image, with its shadow, and continue the background there.\n${keepTheRest}`,
  }),
  REPLACE: async ({ search, prompt, image }) => ({
    image,
    text: `Replace ${search} with ${prompt}\n${keepTheRest}`,
  }),
  RECOLOR: async ({ search, prompt, image }) => ({
    image,
    text: `Change the colour of ${search} to ${prompt}\n${keepTheRest}`,
  }),
  INSTRUCT: async ({ prompt, image, mask, references }) => {
    if (references.length > 0) throw new AppError('INTERNAL', 'This model takes one picture.')
    if (!mask) return { image, text: prompt }
    return { image, text: `${prompt}\nChange only what is ${await placeInWords(mask)}.` }
  },
}

const keepTheRest = 'Keep everything else exactly as it is.'

/** What the caller made of an answer, which the journal keeps. */
const answerSchema = z.object({
  /** Whether the model's own filter withheld what it made. */
  isFiltered: z.boolean(),
  /** In base64. */
  images: z.array(z.base64().min(1)),
})

function parseResponse(body: unknown): ModelReply {
  const parsed = answerSchema.safeParse(body)
  if (!parsed.success) {
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerUnreadable' }, { cause: parsed.error })
  }
  const { isFiltered, images } = parsed.data
  return {
    images: isFiltered ? [] : images.map((image) => Buffer.from(image, 'base64')),
    blocked: isFiltered ? 'OUTPUT' : undefined,
    detail: undefined,
  }
}
