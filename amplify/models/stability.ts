import * as z from 'zod'
import { AppError, unreachable } from '#domain/errors.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import { abilityOf, base64 } from './ability.ts'
import type { ModelAdapter, ModelCall, ModelReply, PreparedOperation } from './adapter.ts'

const responseSchema = z.object({
  images: z.array(z.base64()).nullish(),
  seeds: z.array(z.number()).nullish(),
  finish_reasons: z.array(z.string().nullable()).nullish(),
})

/** Our masks are as wide as they have to be already. */
const growMask = 0

/**
 * Stability AI's models and image services, by AWS's pages "model-parameters-stability-ai" and
 * "stable-image-services". A call makes one image, so more images are more calls, each with the
 * next seed. Unknown fields are refused, so only what a service lists is sent.
 */
export function createStabilityAdapter(card: ModelCard): ModelAdapter {
  return {
    requestBodies(operation) {
      const ability = abilityOf(card, operation)
      const fields = { ...fieldsOf(operation, ability), output_format: ability.format ?? 'png' }
      return Promise.resolve(
        Array.from({ length: operation.count }, (_, index): ModelCall => {
          const seed = nextSeed(operation.seed + index, ability)
          return { body: { ...fields, ...(ability.seed && { seed }) }, count: 1, seed }
        }),
      )
    },
    parseResponse,
  }
}

/** 0 would let the service draw one, so the seeds after the last begin again at 1. */
function nextSeed(seed: number, { seed: range }: Ability): number {
  return range && seed > range.max ? seed - range.max : seed
}

function fieldsOf(operation: PreparedOperation, ability: Ability): object {
  switch (operation.kind) {
    case 'TEXT_TO_IMAGE':
      return { ...texts(operation), ...ratio(operation) }
    case 'INPAINT':
    case 'PRECISE_OUTPAINT':
      return { ...pictures(operation), ...texts(operation) }
    case 'ERASE':
      return pictures(operation)
    case 'OUTPAINT':
      return outpaint(operation, ability)
    case 'VARIATION':
      return {
        mode: 'image-to-image',
        image: base64(first(operation.images)),
        // Strength is how far the model may leave the picture: 0 keeps it.
        strength: rounded(1 - (operation.similarity ?? ability.similarity?.default ?? 1)),
        ...texts(operation),
      }
    case 'REMOVE_BACKGROUND':
      return { image: base64(operation.image) }
    case 'COLOR_GUIDED':
      return {
        ...texts({ ...operation, prompt: withPalette(operation) }),
        ...ratio(operation),
        ...(operation.image && { image: base64(operation.image) }),
      }
    case 'STRUCTURE':
      return {
        image: base64(operation.image),
        ...texts(operation),
        control_strength: operation.strength ?? ability.strength?.default,
      }
    case 'REPLACE':
      return {
        image: base64(operation.image),
        ...texts(operation),
        search_prompt: operation.search,
      }
    case 'RECOLOR':
      return {
        image: base64(operation.image),
        ...texts(operation),
        select_prompt: operation.search,
      }
    case 'STYLE':
      return style(operation, ability)
    case 'UPSCALE':
      return upscale(operation, ability)
    default:
      return unreachable(operation)
  }
}

type Of<Kind extends PreparedOperation['kind']> = Extract<PreparedOperation, { kind: Kind }>

function outpaint(operation: Of<'OUTPAINT'>, ability: Ability): object {
  if (operation.form !== 'FRAME') {
    throw new AppError('INTERNAL', 'This model extends by a frame, not by a mask.')
  }
  const { leftPx: left, rightPx: right, upPx: up, downPx: down } = operation.frame
  return {
    image: base64(operation.image),
    ...{ left, right, up, down },
    creativity: operation.creativity ?? ability.creativity?.default,
    ...texts(operation),
  }
}

function style(operation: Of<'STYLE'>, ability: Ability): object {
  const { image, styleImage } = operation
  const strength = operation.strength ?? ability.strength?.default
  if (image && styleImage) {
    return {
      init_image: base64(image),
      style_image: base64(styleImage),
      ...texts(operation),
      style_strength: strength,
    }
  }
  if (styleImage) {
    return {
      image: base64(styleImage),
      ...texts(operation),
      ...ratio(operation),
      fidelity: strength,
    }
  }
  if (image) return { image: base64(image), ...texts(operation), control_strength: strength }
  throw new AppError('INTERNAL', 'A style needs a picture.')
}

function upscale(operation: Of<'UPSCALE'>, ability: Ability): object {
  const image = base64(operation.image)
  if (operation.mode === 'FAST') return { image }
  const creativity = operation.creativity ?? ability.creativity?.default
  return { image, ...texts(operation), creativity }
}

type Words = {
  readonly prompt?: string | undefined
  readonly negativePrompt?: string | undefined
  readonly stylePreset?: string | undefined
}

function texts({ prompt, negativePrompt, stylePreset }: Words): object {
  return {
    ...(prompt ? { prompt } : {}),
    ...(negativePrompt ? { negative_prompt: negativePrompt } : {}),
    ...(stylePreset ? { style_preset: stylePreset } : {}),
  }
}

function pictures({ image, mask }: { image: Buffer; mask: Buffer }): object {
  return { image: base64(image), mask: base64(mask), grow_mask: growMask }
}

function ratio({ size }: PreparedOperation): object {
  return size.ratio === undefined ? {} : { aspect_ratio: size.ratio }
}

function withPalette({ prompt, colors }: Of<'COLOR_GUIDED'>): string {
  return `${prompt}. Colour palette: ${colors.join(', ')}.`
}

function first(images: readonly Buffer[]): Buffer {
  if (images[0]) return images[0]
  throw new AppError('INTERNAL', 'A variation needs a picture.')
}

/** 1 - 0.7 is 0.30000000000000004 otherwise. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

function parseResponse(body: unknown): ModelReply {
  const parsed = responseSchema.safeParse(body)
  if (!parsed.success) {
    throw new AppError('MODEL_UNAVAILABLE', 'The model gave an answer that we cannot read.', {
      cause: parsed.error,
    })
  }
  const { images, seeds, finish_reasons: reasons } = parsed.data
  const reason = reasons?.find((each) => each !== null)
  const blocked = reason === undefined ? undefined : blockedBy(reason)
  // An answer with a reason may carry a blurred or empty image: it counts as none.
  const came = reason === undefined ? (images ?? []).filter((image) => image !== '') : []
  return {
    images: came.map((image) => Buffer.from(image, 'base64')),
    seeds: seeds ?? [],
    blocked,
    detail: reason ?? undefined,
  }
}

/** `Filter reason: prompt`, `… input image`, `… output image`, or `Inference error`. */
function blockedBy(reason: string): ModelReply['blocked'] {
  if (!/^filter reason/i.test(reason)) return undefined
  if (/prompt/i.test(reason)) return 'PROMPT'
  return /input/i.test(reason) ? 'INPUT' : 'OUTPUT'
}
