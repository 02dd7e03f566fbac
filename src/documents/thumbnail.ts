import { canvasRect } from '../editor/document/document.ts'
import type { EditorState } from '../editor/store/editor-state.ts'

/** Enough for a tile of the start screen at twice its pixels. */
const maxSidePx = 400
const quality = 0.8

/**
 * A small WebP of the picture as the editor draws it.
 * @returns `undefined` when only a part of it is in sight, or nothing is drawn
 */
export async function thumbnailOf({ document, session }: EditorState): Promise<Blob | undefined> {
  const rect = canvasRect(document.present)
  const drawn = globalThis.document.querySelector<HTMLCanvasElement>('[role="application"] canvas')
  const isOther = session.comparing || session.compareView || session.candidate || session.look
  if (!rect || !drawn || !session.isFitted || isOther) return undefined
  const { scale, offset } = session.viewport
  const ratio = drawn.width / drawn.clientWidth
  const from = {
    x: (rect.x * scale + offset.x) * ratio,
    y: (rect.y * scale + offset.y) * ratio,
    width: rect.width * scale * ratio,
    height: rect.height * scale * ratio,
  }
  const shrink = Math.min(1, maxSidePx / Math.max(from.width, from.height))
  const width = Math.max(1, Math.round(from.width * shrink))
  const height = Math.max(1, Math.round(from.height * shrink))
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context || !(from.width > 0)) return undefined
  context.drawImage(drawn, from.x, from.y, from.width, from.height, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/webp', quality })
}
