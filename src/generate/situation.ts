import { AppError } from '#domain/errors.ts'
import type { Operation } from '#domain/generation/operation.ts'
import type { Quality } from '#domain/generation/quality.ts'
import { type GenerationRequest, parseGenerationRequest } from '#domain/generation/request.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import { checkAgainstModel } from '#domain/model/check.ts'
import { highestPriceOf, priceOf } from '#domain/model/price.ts'
import { bestFor } from '#domain/model/route.ts'
import { sizesOffered } from '#domain/model/size-rule.ts'
import type { Task } from '#domain/model/task.ts'
import type { MicroDollars } from '#domain/money.ts'
import { accessToday } from '../backend/deployment.ts'

/** What the panel offers to do. */
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
} as const satisfies Record<Situation, Operation & Task>

/** The model whose limits and prices the panel shows, and how it does what is asked. */
export type Offer = { readonly card: ModelCard; readonly ability: Ability }

/**
 * What the server will take for it, by the same rules. A model may be gone when the request comes:
 * the server then takes another and says so.
 * @throws AppError UNSUPPORTED when no model can do it
 */
export function offerFor(situation: Situation): Offer {
  const task = operationOf[situation]
  const card = bestFor(task, accessToday())
  const ability = card?.abilities[task]
  if (card && ability) return { card, ability }
  throw new AppError('UNSUPPORTED', 'No model can do this.', { field: 'operation' })
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
  checkAgainstModel(request, offerFor(situation).card)
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
  const { card, ability } = offerFor(situation)
  const { count, quality, size } = draft
  if (!ability.sizes) return { amount: highestPriceOf(card, { quality, count }), isExact: false }
  const sizes = sizesOffered(ability.sizes)
  const { tier } = sizes.find(
    (each) => each.widthPx === size?.widthPx && each.heightPx === size.heightPx,
  ) ??
    sizes[0] ?? { tier: '' }
  return { amount: priceOf(card, { tier, quality, count }), isExact: true }
}
