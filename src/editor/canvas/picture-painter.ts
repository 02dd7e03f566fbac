import type { Rect, Viewport } from '#domain/frame/space.ts'
import type { ImageLevels } from './image-levels.ts'

/** CSS pixels; a square of the chequerboard behind transparent pictures. */
const squarePx = 8
/** From this scale on, pixels are shown as squares rather than smoothed. */
const pixelatedFrom = 3

export type PictureScene = {
  /** Where it lies, in pixels of the picture that is open. */
  readonly place: Rect
  readonly viewport: Viewport
  readonly levels: ImageLevels | undefined
  readonly pixelRatio: number
}

/** Draws the picture, or the place where it will be, over a chequerboard. Device pixels. */
export function drawPicture(context: CanvasRenderingContext2D, scene: PictureScene): void {
  const { place, viewport, levels, pixelRatio } = scene
  const scale = viewport.scale * pixelRatio
  const x = Math.round(viewport.offset.x * pixelRatio + place.x * scale)
  const y = Math.round(viewport.offset.y * pixelRatio + place.y * scale)
  const width = Math.max(1, Math.round(place.width * scale))
  const height = Math.max(1, Math.round(place.height * scale))
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = chequerboard(context, { x, y, squarePx: squarePx * pixelRatio })
  context.fillRect(x, y, width, height)
  if (levels) {
    context.imageSmoothingEnabled = scale < pixelatedFrom
    context.imageSmoothingQuality = 'low'
    context.drawImage(levels.atLeast(width), x, y, width, height)
  }
  context.restore()
}

function chequerboard(
  context: CanvasRenderingContext2D,
  at: { readonly x: number; readonly y: number; readonly squarePx: number },
): CanvasPattern | string {
  const side = Math.round(at.squarePx)
  const tile = new OffscreenCanvas(2 * side, 2 * side)
  const pen = tile.getContext('2d')
  if (!pen) return '#d4d4d8'
  pen.fillStyle = '#f4f4f5'
  pen.fillRect(0, 0, 2 * side, 2 * side)
  pen.fillStyle = '#d4d4d8'
  pen.fillRect(0, 0, side, side)
  pen.fillRect(side, side, side, side)
  const pattern = context.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix([1, 0, 0, 1, at.x, at.y]))
  return pattern ?? '#d4d4d8'
}
