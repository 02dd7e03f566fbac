import type { DrawnStroke } from '../document/stroke.ts'
import type { Raster } from './mask-pixels.ts'

/**
 * Draws a line with a round brush, in place. Drawing is idempotent: it takes the maximum, erasing the
 * minimum, so that pieces of a line that overlap are the line.
 */
export function drawLine(raster: Raster, stroke: DrawnStroke): void {
  const { points } = stroke
  const { x, y } = raster
  const brush = brushOf(stroke)
  for (let index = 0; index < Math.max(2, points.length - 2); index += 2) {
    const ax = (points[index] ?? 0) - x
    const ay = (points[index + 1] ?? 0) - y
    const bx = (points[index + 2] ?? ax + x) - x
    const by = (points[index + 3] ?? ay + y) - y
    drawCapsule(raster, { ax, ay, bx, by }, brush)
  }
}

type Segment = Readonly<Record<'ax' | 'ay' | 'bx' | 'by', number>>

type Brush = {
  readonly paints: boolean
  /** Up to here it is as strong as in the middle, and from there on it does nothing. */
  readonly core: number
  readonly outer: number
  /** What it makes of a pixel in the middle, 0 to 255. */
  readonly most: number
  /** Whether it fades like a cloud; a hard brush has an even border, a pixel wide. */
  readonly isCloud: boolean
}

function brushOf({ kind, radiusPx, hardness = 1, strength = 1 }: DrawnStroke): Brush {
  return {
    paints: kind === 'PAINT',
    core: radiusPx * hardness - 0.5,
    outer: radiusPx + 0.5,
    most: Math.round(255 * strength),
    isCloud: hardness < 1,
  }
}

/**
 * All pixels within reach of a segment. Between core and reach, coverage falls from 1 to 0 with the
 * distance of the pixel's centre.
 */
function drawCapsule(raster: Raster, segment: Segment, brush: Brush): void {
  const { width, height, pixels } = raster
  const { ay, by } = segment
  const { core, outer, most, paints } = brush
  const top = Math.max(0, Math.floor(Math.min(ay, by) - outer))
  const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, by) + outer))
  const isFull = most === 255
  for (let row = top; row <= bottom; row += 1) {
    if (!reach(segment, outer, row + 0.5)) continue
    const from = Math.max(0, Math.ceil(span.low - 0.5))
    const to = Math.min(width - 1, Math.floor(span.high - 0.5))
    let solidFrom = to + 1
    let solidTo = to
    if (isFull && core > 0 && reach(segment, core, row + 0.5)) {
      solidFrom = Math.max(from, Math.ceil(span.low - 0.5))
      solidTo = Math.min(to, Math.floor(span.high - 0.5))
      if (solidTo < solidFrom) solidFrom = solidTo = to + 1
      else pixels.fill(paints ? 255 : 0, row * width + solidFrom, row * width + solidTo + 1)
    }
    drawPartial(raster, { segment, brush, row, from, to: Math.min(to, solidFrom - 1) })
    drawPartial(raster, { segment, brush, row, from: solidTo + 1, to })
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

type Piece = {
  readonly segment: Segment
  readonly brush: Brush
  readonly row: number
  readonly from: number
  readonly to: number
}

function drawPartial({ pixels, width }: Raster, { segment, brush, row, from, to }: Piece): void {
  const { ax, ay } = segment
  const { outer, most, paints } = brush
  const fall = outer - brush.core
  const dx = segment.bx - ax
  const dy = segment.by - ay
  const lengthSquared = dx * dx + dy * dy
  const py = row + 0.5 - ay
  for (let column = from; column <= to; column += 1) {
    const px = column + 0.5 - ax
    const along = lengthSquared === 0 ? 0 : (px * dx + py * dy) / lengthSquared
    const t = along < 0 ? 0 : along > 1 ? 1 : along
    const ex = px - t * dx
    const ey = py - t * dy
    const coverage = (outer - Math.sqrt(ex * ex + ey * ey)) / fall
    const value =
      coverage <= 0 ? 0 : coverage >= 1 ? most : Math.round(faded(coverage, brush) * most)
    const index = row * width + column
    const before = pixels[index] ?? 0
    if (paints) {
      if (value > before) pixels[index] = value
    } else if (255 - value < before) pixels[index] = 255 - value
  }
}

function faded(coverage: number, { isCloud }: Brush): number {
  return isCloud ? coverage * coverage * (3 - 2 * coverage) : coverage
}
