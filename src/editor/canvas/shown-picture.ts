import { type Rect, screenPoint } from '#domain/frame/space.ts'
import { canvasRect } from '../document/document.ts'
import { type ShownLayer, shownLayers } from '../document/shown-layers.ts'
import type { PatchImages } from '../layers/use-patches.ts'
import type { Seen } from '../select/picture-pixels.ts'
import type { EditorState } from '../store/editor-state.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { compared, isCompared } from './compare.ts'
import { createLevelsOf, type LevelsOf } from './image-levels.ts'
import { drawPicture, type PlacedLayer } from './picture-painter.ts'
import { drawOutlines } from './region-outlines.ts'
import { createScrolledPicture } from './scrolled-picture.ts'

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
  /** What is worked on, for those who look for something in it; `undefined` until it is there. */
  readonly seen: () => Seen | undefined
  close(): void
}

/** @param edges.redraw asks for the picture to be drawn in the next frame */
export function createShownPicture(edges: {
  readonly store: EditorStore
  readonly pixelRatio: number
  readonly redraw: () => void
}): ShownPicture {
  const { store, pixelRatio, redraw } = edges
  const scrolled = createScrolledPicture()
  const levels = createLevelsOf(() => {
    // Another level of the same picture is drawn from now on.
    scrolled.forget()
    redraw()
  })
  let images: ShownImages = { image: undefined, patches: new Map() }
  const update = () => {
    const { candidate } = store.getState().session
    const patches = [...images.patches.values()].flatMap(({ over, weight }) => [over, weight])
    levels.keep([images.image, candidate?.bitmap, ...patches])
    redraw()
  }
  return {
    draw(context) {
      const state = store.getState()
      const sides = shownOf(state)
      if (!sides) return
      const { viewport, screen } = state.session
      for (const { side, clip, shiftPx } of compared(state.session, screen.widthPx)) {
        const { rect, canvas, bitmap = images.image, layers } = sides[side]
        const offset = screenPoint(viewport.offset.x + shiftPx, viewport.offset.y)
        scrolled.draw(context, {
          canvas,
          picture: { rect, levels: levels.get(bitmap) },
          layers: placed(layers, images.patches, levels),
          viewport: { ...viewport, offset },
          pixelRatio,
          clip,
        })
      }
      if (!isCompared(state.session)) drawOutlines(context, state, pixelRatio)
    },
    set(next) {
      images = next
      update()
    },
    update,
    seen() {
      const { document, jobs } = store.getState()
      const canvas = canvasRect(document.present)
      const rect = canvasRect({ base: document.present.base, canvas: null })
      const { image } = images
      if (!canvas || !rect || !image) return undefined
      const layers = placed(shownLayers(document.present, jobs.made), images.patches, levels)
      const names = layers.map(({ patchKey, opacity }) => `${patchKey} ${opacity}`)
      const { x, y, width, height } = canvas
      return {
        key: [document.present.base?.key, x, y, width, height, ...names].join('\n'),
        canvas,
        draw(context, scale, top) {
          drawPicture(context, {
            canvas,
            picture: { rect, levels: levels.get(image) },
            layers,
            viewport: { scale, offset: screenPoint(-x * scale, -y * scale - top) },
            pixelRatio: 1,
            isBare: true,
          })
        },
      }
    },
    close: () => levels.keep([]),
  }
}

type Sides = { readonly before: Shown; readonly after: Shown }

type Shown = {
  /** Where the picture lies, in pixels of the base picture. */
  readonly rect: Rect
  readonly canvas: Rect
  /** What is shown in place of the base picture. */
  readonly bitmap?: ImageBitmap
  readonly layers: readonly ShownLayer[]
}

/**
 * What is seen, and what it is compared with: the picture without the selected layer, or without one
 * all that lies over it, or the picture that another one is looked at in place of.
 */
function shownOf({ document: { present }, jobs, session }: EditorState): Sides | undefined {
  const { candidate } = session
  const rect = canvasRect({ base: present.base, canvas: null })
  const canvas = canvasRect(present)
  if (!rect || !canvas) return undefined
  const layers = shownLayers(present, jobs.made, session)
  const asIs = { rect, canvas, layers }
  if (candidate) {
    const { place, bitmap } = candidate
    return { after: { rect: place, canvas: place, bitmap, layers: [] }, before: asIs }
  }
  const { selected } = present
  const without = layers.filter(({ layerId }) => selected !== null && layerId !== selected)
  const before =
    without.length === 0 && selected === null
      ? { rect, canvas: rect, layers: [] }
      : { rect, canvas, layers: without }
  return { after: asIs, before }
}

/** The layers whose patches are here. */
function placed(
  layers: readonly ShownLayer[],
  patches: PatchImages,
  levels: LevelsOf,
): (PlacedLayer & Pick<ShownLayer, 'patchKey'>)[] {
  return layers.flatMap(({ rect, opacity, patchKey }) => {
    const image = patches.get(patchKey)
    const over = levels.get(image?.over)
    return over ? [{ rect, opacity, patchKey, over, weight: levels.get(image?.weight) }] : []
  })
}
