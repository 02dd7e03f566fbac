import type { Rect } from '#domain/frame/space.ts'
import { framedRect, noFrame } from '../document/frame.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { createLevelsOf } from './image-levels.ts'
import { drawPicture } from './picture-painter.ts'

/** What is to be seen; who gives the bitmaps closes them. */
export type ShownImages = {
  readonly image: ImageBitmap | undefined
  readonly candidate: ImageBitmap | undefined
  /** Where the candidate lies, in pixels of the picture; left out, on the picture. */
  readonly place?: Rect | undefined
}

/** The picture that is open, or the result that is looked at in place of it. */
export interface ShownPicture {
  readonly draw: (context: CanvasRenderingContext2D) => void
  set(images: ShownImages): void
  hasCandidate(): boolean
  close(): void
}

/** @param edges.redraw asks for the picture to be drawn in the next frame */
export function createShownPicture(edges: {
  readonly store: EditorStore
  readonly pixelRatio: number
  readonly redraw: () => void
}): ShownPicture {
  const { store, pixelRatio, redraw } = edges
  const levels = createLevelsOf(redraw)
  let images: ShownImages = { image: undefined, candidate: undefined }
  return {
    draw(context) {
      const { document, session } = store.getState()
      const { base } = document.present
      if (!base) return
      const { viewport, comparing } = session
      const candidate = comparing ? undefined : images.candidate
      const place = (candidate && images.place) ?? framedRect(noFrame, base)
      const shown = levels.get(candidate ?? images.image)
      drawPicture(context, { place, viewport, levels: shown, pixelRatio })
    },
    set(next) {
      images = next
      levels.keep([next.image, next.candidate])
      redraw()
    },
    hasCandidate: () => images.candidate !== undefined,
    close: () => levels.keep([]),
  }
}
