import type { Rect } from '#domain/frame/space.ts'
import type { Stroke } from '../document/stroke.ts'
import { rasteriseStrokes } from '../mask/raster.ts'

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
  const found: number[] = []
  for (let y = 0; y < height - 1; y += 1) {
    for (let x = 0; x < width - 1; x += 1) {
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)] as const
      cross(corners, { x: x + 0.5, y: y + 0.5 }, found)
    }
  }
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
  if (!('points' in stroke)) return stroke
  return {
    ...stroke,
    // Thinner than a pixel, a line would be lost.
    radiusPx: Math.max(0.75, stroke.radiusPx * scale),
    points: stroke.points.map(
      (value, index) => (value - (index % 2 === 0 ? canvas.x : canvas.y)) * scale + 1,
    ),
  }
}

/** Which sides of a cell a border crosses, by which of its corners are within (marching squares). */
const crossings: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
]

function cross(
  corners: readonly [number, number, number, number],
  origin: { readonly x: number; readonly y: number },
  into: number[],
): void {
  const [a, b, c, d] = corners
  const kind = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0)
  for (const [from, to] of crossings[kind] ?? []) {
    for (const side of [from, to]) {
      const [dx, dy] = onSide(side, corners)
      into.push(origin.x + dx, origin.y + dy)
    }
  }
}

/** Where the border meets a side of a cell: its top, right, bottom or left. */
function onSide(
  side: number,
  [a, b, c, d]: readonly [number, number, number, number],
): readonly [number, number] {
  const share = (from: number, to: number) => (level - from) / (to - from)
  if (side === 0) return [share(a, b), 0]
  if (side === 1) return [1, share(b, c)]
  if (side === 2) return [share(d, c), 1]
  return [0, share(a, d)]
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
