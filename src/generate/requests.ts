import type { UserId } from '#domain/ids.ts'
import { type UnmaskedRequest, withMask } from '#domain/operation/request.ts'
import { keepMask, requestGeneration } from '../backend/generations.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { isMaskedAim, paintsFor } from '../editor/store/aim.ts'
import { exportMask } from '../editor/store/export-mask.ts'
import type { Situation } from './draft.ts'

/**
 * Sends what the panel stands for; the canvas stays free all the while.
 * @throws AppError INVALID_MASK before anything is sent
 */
export async function submitRequest(
  owner: UserId,
  request: UnmaskedRequest,
  work: { situation: Situation; document: EditorDocument },
): Promise<void> {
  const { situation, document } = work
  const maskKey = isMaskedAim(situation.aim)
    ? await keepMask(owner, await exportMask(maskedAs(situation, document)))
    : undefined
  await requestGeneration(owner, withMask(request, maskKey))
}

/** A mask says what may change, whatever a person paints. */
function maskedAs({ aim }: Situation, document: EditorDocument): EditorDocument {
  if (paintsFor(aim) !== 'KEEP') return document
  return { ...document, strokes: [...document.strokes, { kind: 'INVERT' }] }
}
