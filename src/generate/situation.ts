import { AppError } from '#domain/errors.ts'
import type { Operation } from '#domain/generation/operation.ts'
import {
  type GenerationRequest,
  parseGenerationRequest,
  type Quality,
} from '#domain/generation/request.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { checkAgainstModel, highestPriceOf, priceOf } from '#domain/model/check.ts'
import type { MicroDollars } from '#domain/money.ts'

/** What the panel offers to do. Pure: reads no store. */
export type Situation = 'GENERATE' | 'PAINT_FIRST' | 'REMOVE' | 'REPLACE'

/** What was typed and chosen, in the form that controls keep it. */
export type Draft = {
  readonly prompt: string
  readonly negativePrompt: string
  readonly count: number
  /** `undefined` lets the server choose. */
  readonly seed: number | undefined
  readonly quality: Quality
  /** Of a new picture, in pixels; `undefined` takes the model's first. */
  readonly size: { readonly widthPx: number; readonly heightPx: number } | undefined
}

/** Which picture, and which part of it, a request is about. */
export type Target = { readonly pictureId: string; readonly maskKey: string }

/** A stand-in while the mask is not exported yet: it passes the schema and is never sent. */
const placeholder: Target = {
  pictureId: '00000000-0000-4000-8000-000000000000',
  maskKey: 'not-yet',
}

/** @returns what can be done with this picture, this mask and these words */
export function situationOf(given: {
  hasPicture: boolean
  isMasked: boolean
  prompt: string
}): Situation {
  if (!given.hasPicture) return 'GENERATE'
  if (!given.isMasked) return 'PAINT_FIRST'
  return given.prompt.trim() === '' ? 'REMOVE' : 'REPLACE'
}

const operationOf = {
  GENERATE: 'TEXT_TO_IMAGE',
  PAINT_FIRST: 'INPAINT',
  REPLACE: 'INPAINT',
  REMOVE: 'ERASE',
} as const satisfies Record<Situation, Operation>

/**
 * The card whose limits and prices the panel shows: the catalogue's first for the operation. The
 * server may route to another and then says so.
 * @throws AppError UNSUPPORTED when no model can do it
 */
export function cardFor(situation: Situation): ModelCard {
  const card = catalogue.find((each) => each.operations.includes(operationOf[situation]))
  if (!card) throw new AppError('UNSUPPORTED', 'No model can do this.', { field: 'operation' })
  return card
}

/**
 * Builds the request that the panel stands for.
 * @param target left out for a new picture
 * @throws AppError INVALID_REQUEST naming the field
 */
export function buildRequest(
  situation: Situation,
  draft: Draft,
  target: Target = placeholder,
): GenerationRequest {
  if (situation === 'PAINT_FIRST') {
    throw new AppError('INVALID_REQUEST', 'Paint over the part to change first.', {
      field: 'maskKey',
    })
  }
  const { prompt, negativePrompt, count, seed, quality, size } = draft
  const request = parseGenerationRequest({
    operation: operationOf[situation],
    count,
    quality,
    seed: seed ?? null,
    ...(situation === 'REMOVE' ? {} : { prompt, negativePrompt: negativePrompt.trim() || null }),
    ...(situation === 'GENERATE' ? size : target),
  })
  checkAgainstModel(request, cardFor(situation))
  return request
}

/** @returns what is wrong with the draft as it stands, if anything */
export function draftProblem(situation: Situation, draft: Draft): AppError | undefined {
  try {
    buildRequest(situation, draft)
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** What the draft would cost; of an edit the crop's size is not known yet, so at most this. */
export function draftPrice(
  situation: Situation,
  draft: Draft,
): { readonly amount: MicroDollars; readonly isExact: boolean } {
  const card = cardFor(situation)
  const { count, quality, size } = draft
  if (situation !== 'GENERATE') {
    return { amount: highestPriceOf(card, { quality, count }), isExact: false }
  }
  const { tier } = card.sizes.find(
    (each) => each.widthPx === size?.widthPx && each.heightPx === size.heightPx,
  ) ??
    card.sizes[0] ?? { tier: '' }
  return { amount: priceOf(card, { tier, quality, count }), isExact: true }
}
