import { sameRect } from '#domain/frame/rect.ts'
import { canvasRect, type EditorDocument } from '../editor/document/document.ts'
import { namedLayer } from '../editor/document/layer.ts'
import type { OpenPicture } from './draft.ts'

/** The picture of a document as a request names it; `undefined` while none is open. */
export function openPictureOf(
  document: Pick<EditorDocument, 'base' | 'canvas' | 'layers'>,
): OpenPicture | undefined {
  const { base, layers } = document
  const canvas = canvasRect(document)
  const root = canvasRect({ base, canvas: null })
  if (!base || !canvas || !root) return undefined
  return {
    pictureId: base.pictureId,
    widthPx: canvas.width,
    heightPx: canvas.height,
    ...(sameRect(canvas, root) ? {} : { canvas }),
    ...(layers.length === 0 ? {} : { layers: layers.map(namedLayer) }),
  }
}
