import type { Rect, Viewport } from '#domain/frame/space.ts'
import type { ImageLevels } from './image-levels.ts'

/** CSS pixels; a square of the chequerboard behind transparent pictures. */
const squarePx = 8
/** From this scale on, pixels are shown as squares rather than smoothed. */
const pixelatedFrom = 3

/** A picture in its place, in pixels of the base picture. */
export type PlacedImage = { readonly rect: Rect; readonly levels: ImageLevels | undefined }

/** A patch in its place, drawn as `PatchImage` says. */
export type PlacedLayer = {
  readonly rect: Rect
  readonly opacity: number
  readonly over: ImageLevels
  readonly weight: ImageLevels | undefined
}

export type PictureScene = {
  /** What is seen of the plane; nothing is drawn beyond it. */
  readonly canvas: Rect
  readonly picture: PlacedImage
  /** The lowest first. */
  readonly layers: readonly PlacedLayer[]
  readonly viewport: Viewport
  readonly pixelRatio: number
}

/** Draws picture and layers, or the place where they will be, over a chequerboard. Device pixels. */
export function drawPicture(context: CanvasRenderingContext2D, scene: PictureScene): void {
  const { picture, layers, viewport, pixelRatio } = scene
  const scale = viewport.scale * pixelRatio
  const seen = onScreen(scene.canvas, scene)
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.beginPath()
  context.rect(seen.x, seen.y, seen.width, seen.height)
  context.clip()
  context.imageSmoothingEnabled = scale < pixelatedFrom
  context.imageSmoothingQuality = 'low'
  if (picture.levels) {
    drawLevels(context, picture.levels, onScreen(picture.rect, scene))
    for (const layer of layers) drawLayer(context, layer, onScreen(layer.rect, scene))
  }
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = chequerboard(context, { ...seen, squarePx: squarePx * pixelRatio })
  context.fillRect(seen.x, seen.y, seen.width, seen.height)
  context.restore()
}

/** What is below is taken away by weight and opacity, then the patch is added by them. */
function drawLayer(context: CanvasRenderingContext2D, layer: PlacedLayer, at: Rect): void {
  context.globalAlpha = layer.opacity
  if (layer.weight) {
    context.globalCompositeOperation = 'destination-out'
    drawLevels(context, layer.weight, at)
    context.globalCompositeOperation = 'lighter'
  }
  drawLevels(context, layer.over, at)
  context.globalCompositeOperation = 'source-over'
  context.globalAlpha = 1
}

function drawLevels(context: CanvasRenderingContext2D, levels: ImageLevels, at: Rect): void {
  context.drawImage(levels.atLeast(at.width), at.x, at.y, at.width, at.height)
}

/**
 * A rectangle on the canvas, each of its sides on the nearest device pixel: what touches in the
 * picture touches on the screen, without a gap.
 */
function onScreen(
  { x, y, width, height }: Rect,
  { viewport, pixelRatio }: Pick<PictureScene, 'viewport' | 'pixelRatio'>,
): Rect {
  const { scale, offset } = viewport
  const across = (px: number) => Math.round((offset.x + px * scale) * pixelRatio)
  const down = (px: number) => Math.round((offset.y + px * scale) * pixelRatio)
  const [left, top] = [across(x), down(y)]
  return {
    x: left,
    y: top,
    width: Math.max(1, across(x + width) - left),
    height: Math.max(1, down(y + height) - top),
  }
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
