import { sameRect } from '#domain/frame/rect.ts'
import { canvasRect, type EditorDocument } from '../editor/document/document.ts'
import type { LayerId } from '../editor/document/layer.ts'
import {
  type JobPatches,
  namedLayer,
  shownCanvas,
  shownLayers,
} from '../editor/document/shown-layers.ts'
import type { OpenPicture } from './draft.ts'

/**
 * The picture of a document as a request names it; `undefined` while none is open.
 * @param made what its jobs made
 * @param below leaves out this layer and those over it
 */
export function openPictureOf(
  document: Pick<EditorDocument, 'base' | 'canvas' | 'layers'>,
  made: JobPatches,
  below?: LayerId,
): OpenPicture | undefined {
  const { base } = document
  const end = below === undefined ? -1 : document.layers.findIndex(({ id }) => id === below)
  const under = end < 0 ? document : { ...document, layers: document.layers.slice(0, end) }
  const layers = shownLayers(under, made)
  const canvas = shownCanvas(under, made)
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
