import type { Rect } from '#domain/frame/space.ts'
import { maxOf, type Samples } from '#domain/layer/mix.ts'

/** A part of an edit at the root's scale, of some rows. */
export type EditRows = {
  readonly rows: Rect
  /** Raw RGB as deep as the root. */
  readonly image: Samples
}

/** Side of a tile of grain, in pixels: above the size of any grain, below that of most textures. */
export const tilePx = 32

/** What reducing and enlarging took from quiet places of a picture: RGB differences of square tiles. */
export type Grain = readonly Float32Array[]

/**
 * Nearer to black and white than this share of all values, grain fades out, as in a camera. No
 * grain is stronger than that, so that none leads out of the range.
 */
export const fading = 1 / 16

/**
 * Gives rows of an enlarged edit the grain of the picture around it. Each tile of the picture has
 * its own tile of grain, turned its own way, chosen by its place alone: the same job gives the same
 * result, and neighbouring rows fit.
 */
export function addGrain({ rows, image }: EditRows, grain: Grain): void {
  const most = maxOf(image)
  const range = most * fading
  const grained = (value = 0, noise = 0): number => {
    const room = value + value < most ? value : most - value
    // Half more, since a store into whole numbers cuts off what follows the point.
    return value + (room < range ? (noise * room) / range : noise) + 0.5
  }
  for (let y = rows.y; y < rows.y + rows.height; y++) {
    let at = (y - rows.y) * rows.width * 3
    for (let x = rows.x; x < rows.x + rows.width; ) {
      const { tile, place, step } = tileAt(grain, x, y)
      const end = Math.min(rows.x + rows.width, x - (x % tilePx) + tilePx)
      for (let from = place; x < end; x++, from += step, at += 3) {
        image[at] = grained(image[at], tile[from])
        image[at + 1] = grained(image[at + 1], tile[from + 1])
        image[at + 2] = grained(image[at + 2], tile[from + 2])
      }
    }
  }
}

/** Which grain a pixel gets: where in which tile to begin, and how far each next pixel is. */
function tileAt(
  grain: Grain,
  x: number,
  y: number,
): { tile: Float32Array; place: number; step: 3 | -3 } {
  const hash = mixed(Math.floor(x / tilePx), Math.floor(y / tilePx))
  const tile = grain[(hash >>> 2) % grain.length] ?? new Float32Array(0)
  const row = hash & 1 ? tilePx - 1 - (y % tilePx) : y % tilePx
  const isMirrored = (hash & 2) !== 0
  const column = isMirrored ? tilePx - 1 - (x % tilePx) : x % tilePx
  return { tile, place: (row * tilePx + column) * 3, step: isMirrored ? -3 : 3 }
}

/** A well-mixed number of two small ones (the finaliser of MurmurHash3, Appleby, public domain). */
function mixed(one: number, other: number): number {
  let hash = Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
