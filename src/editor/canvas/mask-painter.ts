import type { Viewport } from '#domain/frame/space.ts'
import { canvasRect } from '../document/document.ts'
import { type DrawnStroke, isSoft } from '../document/stroke.ts'
import type { MaskLook } from '../store/editor-state.ts'
import { createLivePixels } from './live-pixels.ts'
import { createMaskInk } from './mask-ink.ts'
import type { MaskSays } from './mask-pattern.ts'
import {
  createMaskPictureSource,
  type MaskPicture,
  type MaskPictureEdges,
  type MaskScene,
} from './mask-picture.ts'

/**
 * Draws the mask on the screen. What is committed comes as a picture from the worker; strokes made
 * since, and the one under the pointer, are drawn over it. While the pointer moves, only the new
 * piece of line is drawn, whatever is already there.
 */
export interface MaskPainter {
  /** Draws everything. Device pixels; the context's own transform is put aside meanwhile. */
  draw(context: CanvasRenderingContext2D): void
  /** Draws what was added to the live stroke since the last call. */
  drawLive(context: CanvasRenderingContext2D): void
  /**
   * Tells of a change of document or view; asks for a new picture of the mask where needed.
   * @returns whether `draw` shows the new state already; if not, `onChange` follows
   */
  update(scene: MaskScene): boolean
  /** Whether nothing is on the screen and nothing is to be drawn there. */
  staysBlank(): boolean
  close(): void
}

export type MaskPainterEdges = Omit<MaskPictureEdges, 'onArrival'> & {
  readonly live: () => DrawnStroke | undefined
  /** What painting means at the moment, and how it is shown. */
  readonly look: () => { readonly says: MaskSays } & MaskLook
  /** Called when a picture that was waited for is there and all is to be drawn again. */
  readonly onChange: () => void
}

/** A painter for one canvas. */
export function createMaskPainter(edges: MaskPainterEdges): MaskPainter {
  const { live, onChange, pixelRatio } = edges
  const source = createMaskPictureSource({ ...edges, onArrival: onChange })
  let scene: MaskScene | undefined
  /** What of the live stroke is on the canvas; its points grow in place. */
  let drawn: { readonly points: readonly number[]; readonly length: number } | undefined
  /** Whether nothing was there at the last drawing. */
  let isBlank = false
  const isNothing = () => !source.current() && source.pending().length === 0 && !live()

  const ink = createMaskInk(edges)
  const pixels = createLivePixels()
  const pen = (context: CanvasRenderingContext2D): CanvasPattern => {
    const { x, y } = scene?.viewport.offset ?? { x: 0, y: 0 }
    return ink.pattern(context, { x: x * pixelRatio, y: y * pixelRatio })
  }

  return {
    draw(context) {
      if (!scene?.document.base) return
      isBlank = isNothing()
      if (isBlank) return
      const { viewport } = scene
      const picture = source.current()
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      clipToCanvas(context, scene, pixelRatio)
      if (picture) {
        const { view } = picture
        drawPicture(context, ink.picture(context, picture), { view, viewport, pixelRatio })
      }
      const stroke = live()
      const isCloud = stroke !== undefined && isSoft(stroke)
      const lines = [...source.pending(), ...(stroke && !isCloud ? [stroke] : [])]
      for (const line of lines) {
        drawLine(context, line, { viewport, pixelRatio, from: 0, style: pen(context) })
      }
      if (isCloud) {
        context.globalCompositeOperation = operationOf(stroke)
        context.drawImage(pixels.of(stroke, scene, { canvas: context.canvas, pixelRatio }), 0, 0)
        context.globalCompositeOperation = 'source-in'
        context.fillStyle = pen(context)
        context.fillRect(0, 0, context.canvas.width, context.canvas.height)
      }
      context.restore()
      drawn = stroke && { points: stroke.points, length: stroke.points.length }
    },
    drawLive(context) {
      const stroke = live()
      if (!stroke || !scene) return
      if (isSoft(stroke)) return onChange()
      isBlank = false
      const { points } = stroke
      const known = drawn?.points === points ? drawn.length : 0
      if (points.length === known) return
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      clipToCanvas(context, scene, pixelRatio)
      const from = Math.max(0, known - 2)
      drawLine(context, stroke, { viewport: scene.viewport, pixelRatio, from, style: pen(context) })
      context.restore()
      drawn = { points, length: points.length }
    },
    update(next) {
      scene = next
      return source.update(next)
    },
    staysBlank: () => isBlank && isNothing(),
    close: source.close,
  }
}

type Pen = {
  readonly viewport: Viewport
  readonly pixelRatio: number
  /** Index into `points` where to start. */
  readonly from: number
  readonly style: string | CanvasPattern
}

function drawLine(context: CanvasRenderingContext2D, stroke: DrawnStroke, pen: Pen): void {
  const { viewport, pixelRatio, from } = pen
  const { points } = stroke
  const scale = viewport.scale * pixelRatio
  const x = (index: number) => (points[index] ?? 0) * scale + viewport.offset.x * pixelRatio
  const y = (index: number) => (points[index + 1] ?? 0) * scale + viewport.offset.y * pixelRatio
  context.globalCompositeOperation = operationOf(stroke)
  context.strokeStyle = pen.style
  context.fillStyle = pen.style
  context.lineWidth = 2 * stroke.radiusPx * scale
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.beginPath()
  if (points.length - from === 2) {
    context.arc(x(from), y(from), stroke.radiusPx * scale, 0, 2 * Math.PI)
    context.fill()
    return
  }
  context.moveTo(x(from), y(from))
  for (let index = from + 2; index < points.length; index += 2) context.lineTo(x(index), y(index))
  context.stroke()
}

function operationOf({ kind }: DrawnStroke): GlobalCompositeOperation {
  return kind === 'PAINT' ? 'source-over' : 'destination-out'
}

function drawPicture(
  context: CanvasRenderingContext2D,
  image: ImageBitmap | OffscreenCanvas,
  { view, viewport, pixelRatio }: Pick<MaskPicture, 'view'> & Pick<Pen, 'viewport' | 'pixelRatio'>,
): void {
  const scale = viewport.scale * pixelRatio
  const x = view.x * scale + viewport.offset.x * pixelRatio
  const y = view.y * scale + viewport.offset.y * pixelRatio
  const factor = view.step * scale
  if (Math.abs(factor - 1) < 1e-6) context.drawImage(image, Math.round(x), Math.round(y))
  else context.drawImage(image, x, y, image.width * factor, image.height * factor)
}

function clipToCanvas(
  context: CanvasRenderingContext2D,
  { document, viewport }: MaskScene,
  pixelRatio: number,
): void {
  const scale = viewport.scale * pixelRatio
  const { x, y, width, height } = canvasRect(document) ?? { x: 0, y: 0, width: 0, height: 0 }
  context.beginPath()
  context.rect(
    viewport.offset.x * pixelRatio + x * scale,
    viewport.offset.y * pixelRatio + y * scale,
    width * scale,
    height * scale,
  )
  context.clip()
}
