import { editValue } from '#domain/mask/meaning.ts'
import { fading, type Grain, tilePx } from './grain.ts'

/** Spread of an edit's grain in levels of 255: below it nobody sees it, above it is no grain. */
const range = { least: 0.6, most: 16 }
/** The quietest share of the surroundings: the others have texture of their own. */
const quietShare = 0.25
const minTiles = 8
const maxTiles = 64

/** A tile of the surroundings: what resampling took from it, and how much that is. */
export type GrainSample = { readonly tile: Float32Array; readonly spread: number }

/**
 * Chooses the grain among tiles of what resampling took away.
 * @param samples of places that looked like noise (`isNoise`), `spread` in levels of 255
 * @returns `undefined` when the picture has none, or nothing can be said
 */
export function chooseGrain(samples: readonly GrainSample[]): Grain | undefined {
  if (samples.length < minTiles) return undefined
  const quiet = samples
    .toSorted((one, other) => one.spread - other.spread)
    .slice(0, Math.min(maxTiles, Math.max(2, Math.floor(samples.length * quietShare))))
  const median = quiet[Math.floor(quiet.length / 2)]?.spread ?? 0
  if (median < range.least || median > range.most) return undefined
  return quiet.map(({ tile }) => tile)
}

/** A normal distribution has a kurtosis of 3; lines and edges on a quiet ground have far more. */
const maxKurtosis = 4.5
/** Values of grain are independent at this distance; values of lines and patterns are not. */
const apartPx = 5
const maxCorrelation = 0.25

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
  if (brightness < fading || brightness > 1 - fading) return undefined
  const { spread, kurtosis } = centre(tile)
  if (kurtosis > maxKurtosis || isPattern(tile, spread ** 2)) return undefined
  const strongest = most * fading - 1
  for (let at = 0; at < tile.length; at++) {
    tile[at] = Math.min(strongest, Math.max(-strongest, tile[at] ?? 0))
  }
  return { tile, spread: (spread * editValue) / most }
}

/** Takes the mean out of a tile and tells its spread (of green, the most of what is seen). */
function centre(tile: Float32Array): { spread: number; kurtosis: number } {
  const count = tile.length / 3
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0
    for (let at = channel; at < tile.length; at += 3) sum += tile[at] ?? 0
    const mean = sum / count
    for (let at = channel; at < tile.length; at += 3) tile[at] = (tile[at] ?? 0) - mean
  }
  let [squares, fourths] = [0, 0]
  for (let at = 1; at < tile.length; at += 3) {
    const square = (tile[at] ?? 0) ** 2
    squares += square
    fourths += square ** 2
  }
  const variance = squares / count
  return {
    spread: Math.sqrt(variance),
    kurtosis: variance === 0 ? 0 : fourths / count / variance ** 2,
  }
}

/** Whether green values repeat themselves across or down a tile. */
function isPattern(tile: Float32Array, variance: number): boolean {
  let [across, down] = [0, 0]
  for (let y = 0; y < tilePx - apartPx; y++) {
    for (let x = 0; x < tilePx - apartPx; x++) {
      const at = (y * tilePx + x) * 3 + 1
      across += (tile[at] ?? 0) * (tile[at + apartPx * 3] ?? 0)
      down += (tile[at] ?? 0) * (tile[at + apartPx * tilePx * 3] ?? 0)
    }
  }
  const whole = variance * (tilePx - apartPx) ** 2 * maxCorrelation
  return Math.abs(across) > whole || Math.abs(down) > whole
}
