import { sameRect } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { drawPicture, type PictureScene, tinyPx } from './picture-painter.ts'

/**
 * Draws a picture with its layers as `drawPicture` does. While a view is dragged, what was drawn before
 * is moved, and only what comes into sight is drawn: so a frame costs the same however many layers there are.
 */
export interface ScrolledPicture {
  /** @param context whose canvas is empty */
  draw(context: CanvasRenderingContext2D, scene: PictureScene): void
  /** Tells that the same scene looks otherwise now. */
  forget(): void
}

export function createScrolledPicture(): ScrolledPicture {
  /** What was drawn last, and its pixels where they were kept: zooming needs none. */
  let last: { readonly scene: PictureScene; readonly kept?: OffscreenCanvas } | undefined
  return {
    draw(context, scene) {
      const { canvas } = context
      const shift = last && shiftBetween(last.scene, scene)
      if (!shift) {
        last = { scene }
        return drawPicture(context, scene)
      }
      const kept = fitting(last?.kept, canvas)
      const pen = kept.getContext('2d')
      if (!pen) return drawPicture(context, scene)
      if (kept === last?.kept) scroll(pen, shift, scene)
      else drawPicture(pen, scene)
      last = { scene, kept }
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(kept, 0, 0)
      context.restore()
    },
    forget() {
      last = undefined
    },
  }
}

/** The canvas if it is as large as another one, else a new one. */
function fitting(
  kept: OffscreenCanvas | undefined,
  { width, height }: { readonly width: number; readonly height: number },
): OffscreenCanvas {
  return kept?.width === width && kept.height === height ? kept : new OffscreenCanvas(width, height)
}

type Shift = { readonly x: number; readonly y: number }

/** Moves what is there and draws what has come into sight, along two sides at most. */
function scroll(
  pen: OffscreenCanvasRenderingContext2D,
  { x, y }: Shift,
  scene: PictureScene,
): void {
  if (x === 0 && y === 0) return
  const { width, height } = pen.canvas
  pen.globalCompositeOperation = 'copy'
  pen.drawImage(pen.canvas, x, y)
  pen.globalCompositeOperation = 'source-over'
  const beside = { x: x > 0 ? 0 : width + x, y: 0, width: Math.abs(x), height }
  const along = { x: 0, y: y > 0 ? 0 : height + y, width, height: Math.abs(y) }
  for (const part of [beside, along]) drawPart(pen, scene, part)
}

function drawPart(pen: OffscreenCanvasRenderingContext2D, scene: PictureScene, part: Rect): void {
  if (part.width === 0 || part.height === 0) return
  pen.save()
  pen.beginPath()
  pen.rect(part.x, part.y, part.width, part.height)
  pen.clip()
  pen.clearRect(part.x, part.y, part.width, part.height)
  drawPicture(pen, scene)
  pen.restore()
}

/** By how many whole device pixels all of a scene has moved; `undefined` when it is another one. */
function shiftBetween(before: PictureScene, now: PictureScene): Shift | undefined {
  if (before.clip || now.clip || !isSamePicture(before, now)) return undefined
  const [from, to] = [before.viewport.offset, now.viewport.offset]
  const x = (to.x - from.x) * now.pixelRatio
  const y = (to.y - from.y) * now.pixelRatio
  const [whole, down] = [Math.round(x), Math.round(y)]
  const isWhole = Math.abs(x - whole) < tinyPx && Math.abs(y - down) < tinyPx
  return isWhole ? { x: whole, y: down } : undefined
}

function isSamePicture(before: PictureScene, now: PictureScene): boolean {
  return (
    before.viewport.scale === now.viewport.scale &&
    before.pixelRatio === now.pixelRatio &&
    before.isBare === now.isBare &&
    before.picture.levels === now.picture.levels &&
    sameRect(before.picture.rect, now.picture.rect) &&
    sameRect(before.canvas, now.canvas) &&
    before.layers.length === now.layers.length &&
    before.layers.every((layer, index) => {
      const other = now.layers[index]
      return (
        other !== undefined &&
        layer.over === other.over &&
        layer.weight === other.weight &&
        layer.opacity === other.opacity &&
        sameRect(layer.rect, other.rect)
      )
    })
  )
}
