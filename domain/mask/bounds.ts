import type { Rect, Size } from '../frame/space.ts'
import { editValue, keepValue } from './meaning.ts'

/**
 * The smallest rectangle around everything that a mask edits, even in part.
 * @param mask one byte a pixel, row by row
 * @returns `undefined` when the mask is all black
 */
export function boundsOf(mask: Uint8Array, { width, height }: Size): Rect | undefined {
  let left = width
  let right = -1
  let top = -1
  let bottom = -1
  for (let y = 0; y < height; y++) {
    // Plain loops: a mask has as many pixels as the picture, and a callback costs five times this.
    let first = y * width
    const end = first + width
    while (first < end && mask[first] === keepValue) first++
    if (first === end) continue
    let last = end - 1
    while (mask[last] === keepValue) last--
    left = Math.min(left, first - y * width)
    right = Math.max(right, last - y * width)
    if (top === -1) top = y
    bottom = y
  }
  if (top === -1) return undefined
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** Whether a mask edits every pixel in full, leaving nothing to keep. */
export function isAllEdit(mask: Uint8Array): boolean {
  return mask.every((value) => value === editValue)
}
