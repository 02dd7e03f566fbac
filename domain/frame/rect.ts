import * as z from 'zod'
import type { Rect } from './space.ts'

/** As far as anything lies from the corner of a picture. */
const maxReachPx = 65_535

/** A rectangle in pixels of a picture, upright; `x` and `y` are negative left of it and above it. */
export const rectSchema = z.strictObject({
  x: z.int().min(-maxReachPx).max(maxReachPx),
  y: z.int().min(-maxReachPx).max(maxReachPx),
  width: z.int().min(1).max(maxReachPx),
  height: z.int().min(1).max(maxReachPx),
})

/** What both rectangles hold; `undefined` when nothing. */
export function overlapOf(one: Rect, other: Rect): Rect | undefined {
  const x = Math.max(one.x, other.x)
  const y = Math.max(one.y, other.y)
  const width = Math.min(one.x + one.width, other.x + other.width) - x
  const height = Math.min(one.y + one.height, other.y + other.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : undefined
}

/** The smallest rectangle that holds both. */
export function unionOf(one: Rect, other: Rect): Rect {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)]
  const width = Math.max(one.x + one.width, other.x + other.width) - x
  const height = Math.max(one.y + one.height, other.y + other.height) - y
  return { x, y, width, height }
}

/** Whether a rectangle holds all of another. */
export function holds(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

/** Whether both are the same rectangle. */
export function sameRect(one: Rect, other: Rect): boolean {
  return holds(one, other) && holds(other, one)
}

/** The same rectangle by so much farther right and down. */
export function moved(rect: Rect, by: { readonly x: number; readonly y: number }): Rect {
  return { x: rect.x + by.x, y: rect.y + by.y, width: rect.width, height: rect.height }
}
