import { AppError } from '#domain/errors.ts'
import { type GenerationRequest, requestOf as requestOfRecord } from '#domain/generation/request.ts'
import type { UserId } from '#domain/ids.ts'
import { keepMask, requestGeneration } from '../backend/generations.ts'
import type { Generation } from '../backend/records.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { exportMask } from '../editor/store/export-mask.ts'
import { track } from './reviews.ts'
import { buildRequest, type Draft, type Situation } from './situation.ts'

/**
 * Sends what the panel stands for; the canvas stays free all the while.
 * @throws AppError INVALID_REQUEST or INVALID_MASK before anything is sent
 */
export async function submitDraft(
  owner: UserId,
  situation: Situation,
  work: { draft: Draft; document: EditorDocument },
): Promise<void> {
  const { draft, document } = work
  buildRequest(situation, draft)
  const { base } = document
  if (situation === 'GENERATE' || !base) {
    track(await requestGeneration(owner, buildRequest(situation, draft)))
    return
  }
  const mask = await exportMask(document)
  const target = { pictureId: base.pictureId, maskKey: await keepMask(owner, mask) }
  track(await requestGeneration(owner, buildRequest(situation, draft, target)))
}

/** Sends the same request under a new id. */
export async function repeatRequest(owner: UserId, request: GenerationRequest): Promise<void> {
  track(await requestGeneration(owner, request))
}

/**
 * The request that a history entry came from; the model is chosen anew.
 * @throws AppError INVALID_REQUEST when the entry lacks what its operation needs
 */
export function requestOf(generation: Generation): GenerationRequest {
  const isMasked = ['INPAINT', 'ERASE', 'PRECISE_OUTPAINT'].includes(generation.operation)
  if (isMasked && !generation.maskKey) {
    throw new AppError('INVALID_REQUEST', 'Its mask is no longer known.')
  }
  return requestOfRecord(generation)
}
