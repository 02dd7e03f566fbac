import type { Size } from '#domain/frame/space.ts'
import { widestFeather } from '#domain/mask/feather.ts'
import { keepValue } from '#domain/mask/meaning.ts'
import { featherMask } from './feather-mask.ts'

/**
 * Gives a mask its soft edge: as wide as wanted, or narrower where the mask is thin, so that the
 * band around it never has more pixels than the mask itself.
 * @param mask one byte a pixel
 * @param maxPx the widest edge, 0 to 254
 * @returns a new mask, and how wide its edge is
 */
export function soften(
  mask: Uint8Array,
  size: Size,
  maxPx: number,
): { pixels: Uint8Array; featherPx: number } {
  const soft = featherMask(mask, size, maxPx)
  const maskPx = countEdited(mask)
  if (countEdited(soft) <= 2 * maskPx) return { pixels: soft, featherPx: maxPx }
  // Thin: only then each distance is counted.
  const featherPx = widestFeather(maskPx, countAtDistance(mask, size, maxPx))
  return { pixels: featherMask(mask, size, featherPx), featherPx }
}

function countEdited(mask: Uint8Array): number {
  let count = 0
  for (let at = 0; at < mask.length; at++) if (mask[at] !== keepValue) count++
  return count
}

/**
 * How many pixels are 1 up to `most` pixels away from what is edited, the larger of x and y (two
 * passes of the chessboard distance: Rosenfeld and Pfaltz, 1968).
 */
function countAtDistance(mask: Uint8Array, { width }: Size, most: number): number[] {
  const beyond = most + 1
  const distance = mask.map((value) => (value === keepValue ? beyond : 0))
  pass(distance, width)
  // The way back is the same way in the picture turned by half.
  pass(distance.reverse(), width)
  const counts = Array.from({ length: most }, () => 0)
  for (const value of distance) {
    if (value > 0 && value <= most) counts[value - 1] = (counts[value - 1] ?? 0) + 1
  }
  return counts
}

/** Each pixel is at most one farther than its neighbours before it and above it. */
function pass(distance: Uint8Array, width: number): void {
  const near = (at: number): number => distance[at] ?? noNeighbour
  for (let start = 0; start < distance.length; start += width) {
    const last = start + width - 1
    for (let at = start; at <= last; at++) {
      const before = at === start ? noNeighbour : Math.min(near(at - 1), near(at - width - 1))
      const after = at === last ? noNeighbour : near(at - width + 1)
      const nearest = Math.min(before, near(at - width), after) + 1
      if (nearest < near(at)) distance[at] = nearest
    }
  }
}

/** Farther than any that is counted. */
const noNeighbour = 255
