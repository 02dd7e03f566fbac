import type { Rect } from '#domain/frame/space.ts'
import type { Stroke } from '../document/stroke.ts'
import { rasteriseStrokes } from '../mask/raster.ts'
import { bordersOf } from './borders.ts'
import { scaledRegion } from './scaled-region.ts'

/**
 * Where a region ends, as lines in pixels of the picture. They are followed on a small raster: an
 * outline is drawn a pixel wide, and nobody looks at it for its accuracy. Pure.
 */
export type RegionPath = {
  /** Flat segments: x0, y0, x1, y1, and so on. */
  readonly segments: Float32Array
  /** The smallest rectangle that holds them; `undefined` for a region of nothing. */
  readonly bounds: Rect | undefined
}

/** The longer side of the raster that a region is followed on. */
const rasterPx = 320
/** Half of what a pixel of a mask may be. */
const level = 127.5

/** Follows the border of what strokes paint on a canvas. */
export function regionPath(strokes: readonly Stroke[], canvas: Rect): RegionPath {
  const scale = Math.min(1, rasterPx / Math.max(canvas.width, canvas.height))
  // One pixel of nothing all around closes what reaches the sides.
  const width = Math.max(1, Math.round(canvas.width * scale)) + 2
  const height = Math.max(1, Math.round(canvas.height * scale)) + 2
  const small = strokes.map((stroke) => scaled(stroke, canvas, scale))
  const inner = { x: 1, y: 1, width: width - 2, height: height - 2 }
  const { pixels } = rasteriseStrokes(small, inner)
  const at = (x: number, y: number) =>
    x < 1 || y < 1 || x > inner.width || y > inner.height
      ? 0
      : (pixels[(y - 1) * inner.width + (x - 1)] ?? 0)
  const found = bordersOf(at, { width, height }, level)
  const segments = Float32Array.from(found, (value, index) =>
    index % 2 === 0 ? canvas.x + (value - 1) / scale : canvas.y + (value - 1) / scale,
  )
  return { segments, bounds: boundsOf(segments) }
}

/** The outline of a rectangle. */
export function rectPath(rect: Rect): RegionPath {
  const { x, y, width, height } = rect
  const [right, bottom] = [x + width, y + height]
  const sides = [x, y, right, y, right, y, right, bottom, right, bottom, x, bottom, x, bottom, x, y]
  return { segments: Float32Array.from(sides), bounds: rect }
}

function scaled(stroke: Stroke, canvas: Rect, scale: number): Stroke {
  const place = (value: number, index: number) =>
    (value - (index % 2 === 0 ? canvas.x : canvas.y)) * scale + 1
  if ('outline' in stroke) return { ...stroke, outline: stroke.outline.map(place) }
  if ('runs' in stroke) return { ...stroke, ...scaledRegion(stroke, { canvas, scale, at: 1 }) }
  if ('px' in stroke) return { ...stroke, px: Math.max(1, Math.round(stroke.px * scale)) }
  if (!('points' in stroke)) return stroke
  // Thinner than a pixel, a line would be lost.
  const radiusPx = Math.max(0.75, stroke.radiusPx * scale)
  return { ...stroke, radiusPx, points: stroke.points.map(place) }
}

function boundsOf(segments: Float32Array): Rect | undefined {
  if (segments.length === 0) return undefined
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let index = 0; index < segments.length; index += 2) {
    const [x, y] = [segments[index] ?? 0, segments[index + 1] ?? 0]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Segments, four numbers each, as the path of an SVG. */
export function svgPathOf(segments: RegionPath['segments']): string {
  let line = ''
  for (let index = 0; index < segments.length; index += 4) {
    const [x0, y0, x1, y1] = segments.subarray(index, index + 4)
    line += `M${x0} ${y0}L${x1} ${y1}`
  }
  return line
}
