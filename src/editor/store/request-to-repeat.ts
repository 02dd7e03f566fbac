import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type GenerationRequest, requestOf } from '#domain/operation/request.ts'
import { hasField } from './aim.ts'

/**
 * The request that a history entry came from.
 * @param model that shall do it now; left out, it is the one asked for then
 * @throws AppError INVALID_REQUEST when the entry lacks what its operation needs
 */
export function requestToRepeat(generation: Generation, model?: string): GenerationRequest {
  if (hasField(generation.operation, 'maskKey') && !generation.maskKey) {
    throw new AppError('INVALID_REQUEST', { key: 'maskForgotten' })
  }
  return requestOf(model === undefined ? generation : { ...generation, modelAsked: model })
}
