import type { Rect } from '#domain/frame/space.ts'
import { editValue } from '#domain/mask/meaning.ts'
import type { EditRows } from './mix-in.ts'
import { mostOf } from './raw-pixels.ts'

/** Side of a tile of grain, in pixels: above the size of any grain, below that of most textures. */
export const tilePx = 32

/** What reducing and enlarging took from quiet places of a picture: RGB differences of square tiles. */
export type Grain = readonly Float32Array[]

/** Nearer to black and white than this share of all values, grain fades out, as in a camera. */
const fading = 1 / 16

/**
 * Gives rows of an enlarged edit the grain of the picture around it. Each tile of the picture has
 * its own tile of grain, turned its own way, chosen by its place alone: the same job gives the same
 * result, and neighbouring rows fit.
 */
export function addGrain({ rows, image }: EditRows, grain: Grain): void {
  const most = mostOf(image)
  const fadingRange = most * fading
  for (let y = rows.y; y < rows.y + rows.height; y++) {
    let at = (y - rows.y) * rows.width * 3
    for (let x = rows.x; x < rows.x + rows.width; ) {
      const { tile, place, step } = tileAt(grain, x, y)
      const end = Math.min(rows.x + rows.width, x - (x % tilePx) + tilePx)
      for (let from = place; x < end; x++, from += step, at += 3) {
        for (let channel = 0; channel < 3; channel++) {
          const value = image[at + channel] ?? 0
          const room = Math.min(1, Math.min(value, most - value) / fadingRange)
          const grained = value + (tile[from + channel] ?? 0) * room + 0.5
          image[at + channel] = Math.min(most, Math.max(0, grained))
        }
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

/** Spread of an edit's grain in levels of 255: below it nobody sees it, above it is no grain. */
const range = { least: 0.6, most: 16 }
/** The quietest share of the surroundings: the others have texture of their own. */
const quietShare = 0.25
const fewestTiles = 8
const mostTiles = 64

/** A tile of the surroundings: what resampling took from it, and how much that is. */
export type GrainSample = { readonly tile: Float32Array; readonly spread: number }

/**
 * Chooses the grain among tiles of what resampling took away.
 * @param samples of places that looked like noise (`isNoise`), `spread` in levels of 255
 * @returns `undefined` when the picture has none, or nothing can be said
 */
export function chooseGrain(samples: readonly GrainSample[]): Grain | undefined {
  if (samples.length < fewestTiles) return undefined
  const quiet = samples
    .toSorted((one, other) => one.spread - other.spread)
    .slice(0, Math.min(mostTiles, Math.max(2, Math.floor(samples.length * quietShare))))
  const median = quiet[Math.floor(quiet.length / 2)]?.spread ?? 0
  if (median < range.least || median > range.most) return undefined
  return quiet.map(({ tile }) => tile)
}

/** A normal distribution has a kurtosis of 3; lines and edges on a quiet ground have far more. */
const mostKurtosis = 4.5
/** Nearer to black or white, values are cut off and say nothing about grain. */
const leastRoom = 1 / 16

/**
 * Takes the sample of one tile.
 * @param original raw RGB values of the tile, `resampled` what is left of them after resampling
 * @returns `undefined` when the difference is structure, or the tile is nearly black or white
 */
export function sampleGrain(
  original: ArrayLike<number>,
  resampled: ArrayLike<number>,
  most: number,
): GrainSample | undefined {
  const tile = new Float32Array(original.length)
  let brightness = 0
  for (let at = 0; at < tile.length; at++) {
    tile[at] = (original[at] ?? 0) - (resampled[at] ?? 0)
    brightness += original[at] ?? 0
  }
  brightness /= tile.length * most
  if (brightness < leastRoom || brightness > 1 - leastRoom) return undefined
  const { spread, kurtosis } = centre(tile)
  if (kurtosis > mostKurtosis) return undefined
  return { tile, spread: (spread * editValue) / most }
}

/** Takes the mean out of a tile and tells its spread (of green, the most of what is seen). */
function centre(tile: Float32Array): { spread: number; kurtosis: number } {
  const means = [0, 0, 0]
  for (let at = 0; at < tile.length; at++) means[at % 3] = (means[at % 3] ?? 0) + (tile[at] ?? 0)
  let [squares, fourths] = [0, 0]
  const count = tile.length / 3
  for (let at = 0; at < tile.length; at++) {
    const value = (tile[at] ?? 0) - (means[at % 3] ?? 0) / count
    tile[at] = value
    if (at % 3 !== 1) continue
    squares += value ** 2
    fourths += value ** 4
  }
  const variance = squares / count
  return {
    spread: Math.sqrt(variance),
    kurtosis: variance === 0 ? 0 : fourths / count / variance ** 2,
  }
}

/** The bands around a rectangle in which grain is looked for, in whole tiles, inside of `within`. */
export function bandsAround(rect: Rect, within: Rect): Rect[] {
  const depth = 2 * tilePx
  const { x, y, width, height } = rect
  return [
    { x, y: y - depth, width, height: depth },
    { x, y: y + height, width, height: depth },
    { x: x - depth, y, width: depth, height },
    { x: x + width, y, width: depth, height },
  ].flatMap((band) => {
    const left = Math.max(within.x, band.x)
    const top = Math.max(within.y, band.y)
    const right = Math.min(within.x + within.width, band.x + band.width)
    const bottom = Math.min(within.y + within.height, band.y + band.height)
    const [across, down] = [right - left, bottom - top].map((px) => px - (px % tilePx))
    if (across === undefined || down === undefined || across < tilePx || down < tilePx) return []
    return [{ x: left, y: top, width: across, height: down }]
  })
}
