import type { Rect } from '#domain/frame/space.ts'
import type { DrawnStroke, Stroke } from '../document/stroke.ts'

/**
 * The mask as pixels: one byte each, row by row, 255 = edit, 0 = keep, between = partial. Pure: the
 * same strokes give the same bytes in every browser and in Node. Drawing is idempotent (it takes the
 * maximum, erasing the minimum), so a line drawn in pieces equals the line drawn at once. What it
 * covers is in pixels of the picture, as strokes are.
 */
export type Raster = Rect & { readonly pixels: Uint8Array<ArrayBuffer> }

/** A mask of this canvas with nothing in it. */
export function emptyRaster(canvas: Rect): Raster {
  return { ...canvas, pixels: new Uint8Array(canvas.width * canvas.height) }
}

/** Applies one stroke to `raster`, in place. */
export function drawStroke(raster: Raster, stroke: Stroke): void {
  if ('points' in stroke) drawLine(raster, stroke)
  else if (stroke.kind === 'CLEAR') raster.pixels.fill(0)
  else invert(raster.pixels)
}

/** Applies strokes in order to an empty mask. What lies before the last CLEAR is not drawn. */
export function rasteriseStrokes(strokes: readonly Stroke[], canvas: Rect): Raster {
  const raster = emptyRaster(canvas)
  const first = strokes.findLastIndex(({ kind }) => kind === 'CLEAR') + 1
  for (const stroke of strokes.slice(first)) drawStroke(raster, stroke)
  return raster
}

function invert(pixels: Uint8Array<ArrayBuffer>): void {
  const words = new Uint32Array(pixels.buffer, 0, pixels.length >> 2)
  for (let index = 0; index < words.length; index += 1) words[index] = ~(words[index] ?? 0)
  for (let index = words.length * 4; index < pixels.length; index += 1) {
    pixels[index] = 255 - (pixels[index] ?? 0)
  }
}

function drawLine(raster: Raster, { kind, radiusPx, points }: DrawnStroke): void {
  const { x, y } = raster
  for (let index = 0; index < Math.max(2, points.length - 2); index += 2) {
    const ax = (points[index] ?? 0) - x
    const ay = (points[index + 1] ?? 0) - y
    const bx = (points[index + 2] ?? ax + x) - x
    const by = (points[index + 3] ?? ay + y) - y
    const segment = { ax, ay, bx, by }
    drawCapsule(raster, segment, { radius: radiusPx, paints: kind === 'PAINT' })
  }
}

type Segment = {
  readonly ax: number
  readonly ay: number
  readonly bx: number
  readonly by: number
}

type RoundBrush = { readonly radius: number; readonly paints: boolean }

/**
 * All pixels within `radius` of a segment. Pixels nearer than half a pixel to the edge are partial:
 * coverage = radius + 1/2 − distance of the pixel's centre, between 0 and 1.
 */
function drawCapsule(raster: Raster, segment: Segment, { radius, paints }: RoundBrush): void {
  const { width, height, pixels } = raster
  const { ay, by } = segment
  const outer = radius + 0.5
  const top = Math.max(0, Math.floor(Math.min(ay, by) - outer))
  const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, by) + outer))
  const solid = paints ? 255 : 0
  for (let row = top; row <= bottom; row += 1) {
    if (!reach(segment, outer, row + 0.5)) continue
    const from = Math.max(0, Math.ceil(span.low - 0.5))
    const to = Math.min(width - 1, Math.floor(span.high - 0.5))
    let solidFrom = to + 1
    let solidTo = to
    if (radius > 0.5 && reach(segment, radius - 0.5, row + 0.5)) {
      solidFrom = Math.max(from, Math.ceil(span.low - 0.5))
      solidTo = Math.min(to, Math.floor(span.high - 0.5))
      if (solidTo < solidFrom) solidFrom = solidTo = to + 1
      else pixels.fill(solid, row * width + solidFrom, row * width + solidTo + 1)
    }
    drawEdge(raster, segment, { row, from, to: Math.min(to, solidFrom - 1), outer, paints })
    drawEdge(raster, segment, { row, from: solidTo + 1, to, outer, paints })
  }
}

/** Where a row meets a capsule; written by `reach`. One object, since it is asked for every row. */
const span = { low: 0, high: 0 }

/** Sets `span` to the part of the line y = `y` within `radius` of the segment; false when none is. */
function reach({ ax, ay, bx, by }: Segment, radius: number, y: number): boolean {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  const a = radius * radius - (y - ay) * (y - ay)
  if (a >= 0) {
    const half = Math.sqrt(a)
    low = ax - half
    high = ax + half
  }
  const b = radius * radius - (y - by) * (y - by)
  if (b >= 0) {
    const half = Math.sqrt(b)
    low = Math.min(low, bx - half)
    high = Math.max(high, bx + half)
  }
  const dx = bx - ax
  const dy = by - ay
  // A level segment needs no more: its two circles and what lies between them are the whole row.
  if (dy !== 0) {
    // Between the two circles: |cross| <= radius * length and 0 <= dot <= length².
    const length = Math.hypot(dx, dy)
    const centre = ax + ((y - ay) * dx) / dy
    const half = (radius * length) / Math.abs(dy)
    let left = centre - half
    let right = centre + half
    if (dx !== 0) {
      const start = ax - ((y - ay) * dy) / dx
      const end = start + (length * length) / dx
      left = Math.max(left, Math.min(start, end))
      right = Math.min(right, Math.max(start, end))
    } else if ((y - ay) * (y - by) > 0) {
      right = left - 1
    }
    if (left <= right) {
      low = Math.min(low, left)
      high = Math.max(high, right)
    }
  }
  span.low = low
  span.high = high
  return low <= high
}

type Edge = {
  readonly row: number
  readonly from: number
  readonly to: number
  readonly outer: number
  readonly paints: boolean
}

function drawEdge({ pixels, width }: Raster, segment: Segment, edge: Edge): void {
  const { ax, ay } = segment
  const dx = segment.bx - ax
  const dy = segment.by - ay
  const lengthSquared = dx * dx + dy * dy
  const py = edge.row + 0.5 - ay
  for (let column = edge.from; column <= edge.to; column += 1) {
    const px = column + 0.5 - ax
    const along = lengthSquared === 0 ? 0 : (px * dx + py * dy) / lengthSquared
    const t = along < 0 ? 0 : along > 1 ? 1 : along
    const ex = px - t * dx
    const ey = py - t * dy
    const coverage = edge.outer - Math.sqrt(ex * ex + ey * ey)
    const value = coverage <= 0 ? 0 : coverage >= 1 ? 255 : Math.round(coverage * 255)
    const index = edge.row * width + column
    const before = pixels[index] ?? 0
    if (edge.paints) {
      if (value > before) pixels[index] = value
    } else if (255 - value < before) pixels[index] = 255 - value
  }
}
