import type { MaskLook } from '../store/editor-state.ts'
import { createMaskPattern, type MaskSays } from './mask-pattern.ts'
import type { MaskPicture } from './mask-picture.ts'

/** Device pixels. */
type Place = { readonly x: number; readonly y: number }

/** How the mask looks, as something to draw with. It is opaque everywhere. */
export interface MaskInk {
  /** @param origin where the document's picture begins on the canvas: the pattern moves with it */
  pattern(context: CanvasRenderingContext2D, origin: Place): CanvasPattern
  /** The worker's picture in this look, made once: a view that moves draws it in each frame. */
  picture(context: CanvasRenderingContext2D, picture: MaskPicture): OffscreenCanvas
}

export function createMaskInk(edges: {
  readonly look: () => { readonly says: MaskSays } & MaskLook
  readonly pixelRatio: number
}): MaskInk {
  let kept: { readonly name: string; readonly fill: CanvasPattern } | undefined
  let filled: { of: MaskPicture; name: string; image: OffscreenCanvas } | undefined

  const inkAt = (context: CanvasRenderingContext2D, { x, y }: Place) => {
    const look = edges.look()
    const name = `${look.says} ${look.colour} ${look.isStriped}`
    if (kept?.name !== name) {
      kept = { name, fill: createMaskPattern(context, edges.pixelRatio, look) }
    }
    kept.fill.setTransform(new DOMMatrix([1, 0, 0, 1, x, y]))
    return kept
  }
  return {
    pattern: (context, origin) => inkAt(context, origin).fill,
    picture(context, picture) {
      const { bitmap, view } = picture
      const { name, fill } = inkAt(context, { x: -view.x / view.step, y: -view.y / view.step })
      if (filled?.of === picture && filled.name === name) return filled.image
      const image = new OffscreenCanvas(bitmap.width, bitmap.height)
      const pen = image.getContext('2d')
      if (!pen) throw new Error('This browser gives no 2D canvas.')
      pen.drawImage(bitmap, 0, 0)
      pen.globalCompositeOperation = 'source-in'
      pen.fillStyle = fill
      pen.fillRect(0, 0, image.width, image.height)
      filled = { of: picture, name, image }
      return image
    },
  }
}
