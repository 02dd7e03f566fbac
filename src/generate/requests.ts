import { AppError } from '#domain/errors.ts'
import { type GenerationRequest, requestOf as requestOfRecord } from '#domain/generation/request.ts'
import type { UserId } from '#domain/ids.ts'
import { keepMask, requestGeneration } from '../backend/generations.ts'
import type { Generation } from '../backend/records.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { isMaskedAim } from '../editor/store/aim.ts'
import { exportMask } from '../editor/store/export-mask.ts'
import { buildRequest } from './build-request.ts'
import type { Draft, Situation } from './draft.ts'
import { track } from './reviews.ts'

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
  const request = buildRequest(situation, draft)
  if (!isMaskedAim(situation.aim)) {
    track(await requestGeneration(owner, request))
    return
  }
  const mask = await exportMask(maskedAs(situation, document))
  const maskKey = await keepMask(owner, mask)
  track(await requestGeneration(owner, buildRequest(situation, draft, maskKey)))
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
    throw new AppError('INVALID_REQUEST', { key: 'maskForgotten' })
  }
  return requestOfRecord(generation)
}

/** For new surroundings the part that stays is painted; a mask says what may change. */
function maskedAs({ aim }: Situation, document: EditorDocument): EditorDocument {
  if (aim !== 'PRECISE_OUTPAINT') return document
  return { ...document, strokes: [...document.strokes, { kind: 'INVERT' }] }
}
