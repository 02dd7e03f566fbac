import { unionOf } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { canvasRect } from '../document/document.ts'
import type { DocumentLayer } from '../document/layer.ts'
import type { PatchImages } from '../layers/use-patches.ts'
import type { EditorState, EditorStore } from '../store/editor-store.ts'
import { createLevelsOf, type LevelsOf } from './image-levels.ts'
import { drawPicture, type PlacedLayer } from './picture-painter.ts'

/** The pixels of what is to be seen; who gives the bitmaps closes them. */
export type ShownImages = {
  /** The base picture, at its own size. */
  readonly image: ImageBitmap | undefined
  readonly patches: PatchImages
}

/** The picture that is open with its layers, or the result that is looked at. */
export interface ShownPicture {
  readonly draw: (context: CanvasRenderingContext2D) => void
  set(images: ShownImages): void
  /** Tells of another result to look at. */
  readonly update: () => void
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
  let images: ShownImages = { image: undefined, patches: new Map() }
  const update = () => {
    const { candidate } = store.getState().session
    const whole = candidate?.kind === 'WHOLE' ? candidate.bitmap : undefined
    const patches = [...images.patches.values()].flatMap(({ over, weight }) => [over, weight])
    levels.keep([images.image, whole, ...patches])
    redraw()
  }
  return {
    draw(context) {
      const state = store.getState()
      const shown = shownOf(state)
      if (!shown) return
      const { rect, canvas, bitmap = images.image } = shown
      drawPicture(context, {
        canvas,
        picture: { rect, levels: levels.get(bitmap) },
        layers: placed(shown.layers, images.patches, levels),
        viewport: state.session.viewport,
        pixelRatio,
      })
    },
    set(next) {
      images = next
      update()
    },
    update,
    close: () => levels.keep([]),
  }
}

type Shown = {
  /** Where the picture lies, in pixels of the base picture. */
  readonly rect: Rect
  readonly canvas: Rect
  /** What is shown in place of the base picture. */
  readonly bitmap?: ImageBitmap
  readonly layers: readonly DocumentLayer[]
}

/** What is seen: comparing leaves out the result, or without one all that lies over the picture. */
function shownOf({ document: { present }, session }: EditorState): Shown | undefined {
  const { candidate, comparing } = session
  const rect = canvasRect({ base: present.base, canvas: null })
  const canvas = canvasRect(present)
  if (!rect || !canvas) return undefined
  const { layers } = present
  if (comparing) return candidate ? { rect, canvas, layers } : { rect, canvas: rect, layers: [] }
  if (candidate?.kind === 'WHOLE') {
    const { place, bitmap } = candidate
    return { rect: place, canvas: place, bitmap, layers: [] }
  }
  if (!candidate) return { rect, canvas, layers }
  const extended = candidate.canvas ? unionOf(canvas, candidate.canvas) : canvas
  return { rect, canvas: extended, layers: [...layers, candidate.layer] }
}

/** The layers whose patches are here. */
function placed(
  layers: readonly DocumentLayer[],
  patches: PatchImages,
  levels: LevelsOf,
): PlacedLayer[] {
  return layers.flatMap(({ rect, opacity, patchKey }) => {
    const image = patches.get(patchKey)
    const over = levels.get(image?.over)
    return over ? [{ rect, opacity, over, weight: levels.get(image?.weight) }] : []
  })
}
