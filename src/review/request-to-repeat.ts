import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type GenerationRequest, requestOf } from '#domain/operation/request.ts'
import { hasField } from '../editor/store/aim.ts'

/**
 * The request that a history entry came from; the model is chosen anew.
 * @throws AppError INVALID_REQUEST when the entry lacks what its operation needs
 */
export function requestToRepeat(generation: Generation): GenerationRequest {
  if (hasField(generation.operation, 'maskKey') && !generation.maskKey) {
    throw new AppError('INVALID_REQUEST', { key: 'maskForgotten' })
  }
  return requestOf(generation)
}
