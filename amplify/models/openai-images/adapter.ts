import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { abilityOf, write } from '../ability.ts'
import type { ModelAdapter, ModelCall, ModelReply, Writers } from '../adapter.ts'
import { placeInWords } from '../place-in-words.ts'

/** One request of the protocol, before it is JSON or a form. */
export type ImagesRequest = {
  readonly path: '/images/generations' | '/images/edits'
  readonly prompt: string
  /** In pixels; asked for, and what the answer must be. */
  readonly widthPx: number
  readonly heightPx: number
  /** The picture to change first. */
  readonly images: readonly Buffer[]
  /** 8-bit greyscale PNG, white = edit, of the size of the first picture. */
  readonly mask?: Buffer | undefined
}

/** What is told of an edit; the size is added for all. */
type Told = Pick<ImagesRequest, 'path' | 'prompt' | 'images' | 'mask'>

/**
 * Models behind `/images/generations` and `/images/edits` as OpenAI's API reference has them and
 * gateways serve them. A call makes one image, since several of them ignore `n`; only fields that all
 * of them take are sent.
 */
export function createOpenAiImagesAdapter(card: ModelCard): ModelAdapter {
  return {
    async requestBodies(operation) {
      const told = write(tellers, operation, abilityOf(card, operation))
      // On an extended canvas the model sees what is empty.
      const isHidden = card.endpoint?.mask === 'NONE' && operation.kind !== 'OUTPAINT'
      const prompt = told.mask && isHidden ? await placed(told.prompt, told.mask) : told.prompt
      const { widthPx, heightPx } = operation.size
      const body: ImagesRequest = { ...told, prompt, widthPx, heightPx }
      return Array.from({ length: operation.count }, (): ModelCall => ({ body, count: 1 }))
    },
    parseResponse,
  }
}

const tellers: Writers<Told> = {
  TEXT_TO_IMAGE: ({ prompt }) => ({ path: '/images/generations', prompt, images: [] }),
  INPAINT: (operation) => edit(operation.prompt, operation),
  ERASE: (operation) => edit(eraseInstruction, operation),
  OUTPAINT: (operation) => {
    if (operation.form !== 'MASK') {
      throw new AppError('INTERNAL', 'This model extends by a mask, not by a frame.')
    }
    return edit(`${outpaintInstruction} ${operation.prompt ?? ''}`.trim(), operation)
  },
  REPLACE: ({ search, prompt, image }) =>
    edit(`Replace ${search} with ${prompt}. ${keepTheRest}`, { image }),
  RECOLOR: ({ search, prompt, image }) =>
    edit(`Change the colour of ${search} to ${prompt}. ${keepTheRest}`, { image }),
  INSTRUCT: (operation) => edit(operation.prompt, operation),
}

/** What models are told where a person writes nothing; they follow English best. */
const eraseInstruction =
  'Remove what is in the masked area, with its shadow, and continue the background there.'
const outpaintInstruction = 'Continue the picture into the masked area, seamlessly.'
/** What a model is told that is sent no mask. */
async function placed(prompt: string, mask: Buffer): Promise<string> {
  return `${prompt}\nThe masked area is ${await placeInWords(mask)}. Change nothing else.`
}

const keepTheRest = 'Keep everything else exactly as it is.'

type Pixels = { image: Buffer; mask?: Buffer | undefined; references?: readonly Buffer[] }

function edit(prompt: string, { image, mask, references = [] }: Pixels): Told {
  return { path: '/images/edits', prompt, images: [image, ...references], mask }
}

/** What the caller made of an answer: `read-answer.ts` has brought all forms to this one. */
const answerSchema = z.object({ data: z.array(z.object({ b64_json: z.base64().min(1) })).min(1) })

function parseResponse(body: unknown): ModelReply {
  const parsed = answerSchema.safeParse(body)
  if (!parsed.success) {
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerUnreadable' }, { cause: parsed.error })
  }
  const images = parsed.data.data.map(({ b64_json: text }) => Buffer.from(text, 'base64'))
  return { images, blocked: undefined, detail: undefined }
}

/** @throws AppError INTERNAL for what this family's adapter did not write */
export function imagesRequestOf(body: unknown): ImagesRequest {
  if (typeof body === 'object' && body !== null && 'path' in body) return body as ImagesRequest
  throw new AppError('INTERNAL', 'This is no request for images.')
}
