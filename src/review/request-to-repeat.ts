import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type GenerationRequest, requestOf } from '#domain/generation/request.ts'

/**
 * The request that a history entry came from; the model is chosen anew.
 * @throws AppError INVALID_REQUEST when the entry lacks what its operation needs
 */
export function requestToRepeat(generation: Generation): GenerationRequest {
  const isMasked = ['INPAINT', 'ERASE', 'PRECISE_OUTPAINT'].includes(generation.operation)
  if (isMasked && !generation.maskKey) {
    throw new AppError('INVALID_REQUEST', 'Its mask is no longer known.')
  }
  return requestOf(generation)
}
