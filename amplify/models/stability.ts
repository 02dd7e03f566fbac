import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import type { ModelCard, Range } from '#domain/model/card.ts'
import { abilityOf, write } from './ability.ts'
import type { ModelAdapter, ModelCall, ModelReply } from './adapter.ts'
import { stabilityFields } from './stability-fields.ts'

const responseSchema = z.object({
  images: z.array(z.base64()).nullish(),
  seeds: z.array(z.number()).nullish(),
  finish_reasons: z.array(z.string().nullable()).nullish(),
})

/**
 * Stability AI's models and image services, by AWS's pages "model-parameters-stability-ai" and
 * "stable-image-services". A call makes one image, so more images are more calls, each with the
 * next seed. Unknown fields are refused, so only what a service lists is sent.
 */
export function createStabilityAdapter(card: ModelCard): ModelAdapter {
  return {
    requestBodies(operation) {
      const ability = abilityOf(card, operation)
      const fields = {
        ...write(stabilityFields, operation, ability),
        output_format: ability.format ?? 'png',
      }
      return Promise.resolve(
        Array.from({ length: operation.count }, (_, index): ModelCall => {
          const seeded = ability.seed && { seed: nextSeed(operation.seed + index, ability.seed) }
          return { body: { ...fields, ...seeded }, count: 1, ...seeded }
        }),
      )
    },
    parseResponse,
  }
}

/** 0 would let the service draw one, so the seeds after the last begin again at 1. */
function nextSeed(seed: number, { max }: Range): number {
  return seed > max ? seed - max : seed
}

function parseResponse(body: unknown): ModelReply {
  const parsed = responseSchema.safeParse(body)
  if (!parsed.success) {
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerUnreadable' }, { cause: parsed.error })
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
