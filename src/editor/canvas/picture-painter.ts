import { holds } from '#domain/frame/rect.ts'
import type { Rect, Viewport } from '#domain/frame/space.ts'
import type { ImageLevels } from './image-levels.ts'

/** CSS pixels; a square of the chequerboard behind transparent pictures. */
const squarePx = 8
/** From this scale on, pixels are shown as squares rather than smoothed. */
const pixelatedFrom = 3

/** Of a device pixel: two places that differ by less are the same. */
export const tinyPx = 1e-6

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
  /** The part of the screen that is drawn, from and to in CSS pixels; left out, all of it. */
  readonly clip?: { readonly fromPx: number; readonly toPx: number } | undefined
  /** Whether nothing is drawn behind what is transparent. */
  readonly isBare?: boolean
}

/** A canvas on screen, or one that nobody sees. */
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Draws picture and layers, or the place where they will be, over a chequerboard. Device pixels. */
export function drawPicture(context: Context, scene: PictureScene): void {
  const { picture, viewport, pixelRatio } = scene
  const scale = viewport.scale * pixelRatio
  const seen = onScreen(scene.canvas, scene)
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  if (scene.clip) clipAcross(context, scene.clip, pixelRatio)
  context.beginPath()
  context.rect(seen.x, seen.y, seen.width, seen.height)
  context.clip()
  context.imageSmoothingEnabled = scale < pixelatedFrom
  context.imageSmoothingQuality = 'low'
  if (picture.levels) drawAll(context, { ...scene, levels: picture.levels })
  if (!scene.isBare) {
    context.globalCompositeOperation = 'destination-over'
    context.fillStyle = chequerboard(context, { ...seen, squarePx: squarePx * pixelRatio })
    context.fillRect(seen.x, seen.y, seen.width, seen.height)
  }
  context.restore()
}

function clipAcross(
  context: Context,
  { fromPx, toPx }: { readonly fromPx: number; readonly toPx: number },
  pixelRatio: number,
): void {
  const [from, to] = [Math.round(fromPx * pixelRatio), Math.round(toPx * pixelRatio)]
  context.beginPath()
  context.rect(from, 0, to - from, context.canvas.height)
  context.clip()
}

/** Each over those before it. What is met by something beyond the picture is continued below it. */
function drawAll(context: Context, scene: PictureScene & { readonly levels: ImageLevels }): void {
  const { picture, layers, canvas, levels, viewport, pixelRatio } = scene
  const isExtended = !holds(picture.rect, canvas)
  const marginPx = Math.ceil(Math.max(2, viewport.scale * pixelRatio))
  const at = onScreen(picture.rect, scene)
  drawLevels(context, levels, at)
  if (isExtended) drawMargin(context, levels, { at, marginPx })
  for (const layer of layers) {
    const place = onScreen(layer.rect, scene)
    context.globalAlpha = layer.opacity
    drawLayer(context, layer, place)
    if (isExtended && !holds(picture.rect, layer.rect)) {
      drawMargin(context, layer.over, { at: place, marginPx })
    }
    context.globalAlpha = 1
  }
}

/**
 * Continues a picture on all sides, below what is there. A patch that begins where it ends is half
 * transparent along that side as soon as it is scaled, and the chequerboard would show as a line.
 */
function drawMargin(
  context: Context,
  levels: ImageLevels,
  { at, marginPx }: { readonly at: Rect; readonly marginPx: number },
): void {
  const wide = {
    x: at.x - marginPx,
    y: at.y - marginPx,
    width: at.width + 2 * marginPx,
    height: at.height + 2 * marginPx,
  }
  context.save()
  context.beginPath()
  context.rect(wide.x, wide.y, wide.width, wide.height)
  context.rect(at.x, at.y, at.width, at.height)
  context.clip('evenodd')
  context.globalCompositeOperation = 'destination-over'
  drawLevels(context, levels, wide)
  context.restore()
}

/** What is below is taken away by weight and opacity, then the patch is added by them. */
function drawLayer(context: Context, layer: PlacedLayer, at: Rect): void {
  if (layer.weight) {
    context.globalCompositeOperation = 'destination-out'
    drawLevels(context, layer.weight, at)
    context.globalCompositeOperation = 'lighter'
  }
  drawLevels(context, layer.over, at)
  context.globalCompositeOperation = 'source-over'
}

function drawLevels(context: Context, levels: ImageLevels, at: Rect): void {
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
  const scale = viewport.scale * pixelRatio
  const fromX = wholeAndRest(viewport.offset.x * pixelRatio)
  const fromY = wholeAndRest(viewport.offset.y * pixelRatio)
  const across = (px: number) => fromX.whole + Math.round(fromX.rest + px * scale)
  const down = (px: number) => fromY.whole + Math.round(fromY.rest + px * scale)
  const [left, top] = [across(x), down(y)]
  return {
    x: left,
    y: top,
    width: Math.max(1, across(x + width) - left),
    height: Math.max(1, down(y + height) - top),
  }
}

/** Apart, so that a view moved by whole pixels is the same to the last pixel: sums would round otherwise. */
function wholeAndRest(px: number): { readonly whole: number; readonly rest: number } {
  const whole = Math.floor(px + tinyPx)
  return { whole, rest: Math.max(0, px - whole) < tinyPx ? 0 : px - whole }
}

function chequerboard(
  context: Context,
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
