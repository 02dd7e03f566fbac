import type { UserId } from '#domain/ids.ts'
import { keepMask, requestGeneration } from '../backend/generations.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { isMaskedAim, paintsFor } from '../editor/store/aim.ts'
import { exportMask } from '../editor/store/export-mask.ts'
import { buildRequest } from './build-request.ts'
import type { Draft, Situation } from './draft.ts'

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
    await requestGeneration(owner, request)
    return
  }
  const mask = await exportMask(maskedAs(situation, document))
  const maskKey = await keepMask(owner, mask)
  await requestGeneration(owner, buildRequest(situation, draft, maskKey))
}

/** A mask says what may change, whatever a person paints. */
function maskedAs({ aim }: Situation, document: EditorDocument): EditorDocument {
  if (paintsFor(aim) !== 'KEEP') return document
  return { ...document, strokes: [...document.strokes, { kind: 'INVERT' }] }
}
