import type { Viewport } from '#domain/frame/space.ts'
import type { RegionPath } from '../layers/region-path.ts'
import type { EditorState } from '../store/editor-state.ts'
import { pathOf } from '../store/layer-path.ts'

/** CSS pixels: a light line on a dark one is seen on every picture. */
const lines = [
  { style: 'rgb(10 12 20 / 70%)', widthPx: 3 },
  { style: '#fff', widthPx: 1.5 },
] as const
const selectedLines = [
  { style: '#fff', widthPx: 3.5 },
  { style: '#3451e0', widthPx: 2 },
] as const

/** Draws where regions end: of those that something is made for, and of the selected one. */
export function drawOutlines(
  context: CanvasRenderingContext2D,
  { document: { present }, jobs, session }: EditorState,
  pixelRatio: number,
): void {
  const { viewport } = session
  for (const layer of present.layers) {
    const isSelected = layer.id === present.selected
    if (!isSelected && (!layer.isVisible || !jobs.pending.includes(layer.id))) continue
    const path = pathOf(present, layer)
    if (path) drawPath(context, path, { viewport, pixelRatio, isSelected })
  }
}

type Pen = {
  readonly viewport: Viewport
  readonly pixelRatio: number
  readonly isSelected: boolean
}

function drawPath(
  context: CanvasRenderingContext2D,
  { segments }: RegionPath,
  { viewport, pixelRatio, isSelected }: Pen,
): void {
  const scale = viewport.scale * pixelRatio
  const [left, top] = [viewport.offset.x * pixelRatio, viewport.offset.y * pixelRatio]
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.lineCap = 'round'
  context.beginPath()
  for (let index = 0; index < segments.length; index += 4) {
    context.moveTo((segments[index] ?? 0) * scale + left, (segments[index + 1] ?? 0) * scale + top)
    context.lineTo(
      (segments[index + 2] ?? 0) * scale + left,
      (segments[index + 3] ?? 0) * scale + top,
    )
  }
  for (const { style, widthPx } of isSelected ? selectedLines : lines) {
    context.strokeStyle = style
    context.lineWidth = widthPx * pixelRatio
    context.stroke()
  }
  context.restore()
}
