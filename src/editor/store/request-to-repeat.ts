import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { Price } from '#domain/model/price.ts'
import { type GenerationRequest, requestOf } from '#domain/operation/request.ts'
import { needsField } from './aim.ts'

/** A model that can do a job once more, and what that costs at most. */
export type Repeat = { readonly card: ModelCard; readonly price: Price }

/**
 * The request that a history entry came from.
 * @param model that shall do it now; left out, it is the one asked for then
 * @throws AppError INVALID_REQUEST when the entry lacks what its operation needs
 */
export function requestToRepeat(generation: Generation, model?: string): GenerationRequest {
  if (needsField(generation.operation, 'maskKey') && !generation.maskKey) {
    throw new AppError('INVALID_REQUEST', { key: 'maskForgotten' })
  }
  return requestOf(model === undefined ? generation : { ...generation, modelAsked: model })
}
