import { keepValue } from '#domain/mask/meaning.ts'
import type { ColourMap } from './colour-match.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'

/** An edit at the original's scale: raw RGB of the weighed region, and how its colours map. */
export type Edit = EditWeight & { readonly image: Uint8Array; readonly colours: ColourMap }

/**
 * Mixes an edit into a copy of the original's pixels, by weight; a weight of 0 is never written.
 * The edit itself is opaque, so over transparent pixels its colour counts for more ("source over"
 * of Porter and Duff, 1984).
 */
export function mixIn(original: OpenedOriginal, edit: Edit): Buffer {
  const { channels, width } = original
  const { region, pixels: weights, image } = edit
  const [red, green, blue] = edit.colours
  const result = Buffer.from(original.pixels)
  for (let y = 0; y < region.height; y++) {
    let to = ((region.y + y) * width + region.x) * channels
    for (let from = y * region.width; from < (y + 1) * region.width; from++, to += channels) {
      const weight = weights[from] ?? keepValue
      if (weight === keepValue) continue
      const share = channels === 4 ? cover(result, to + 3, weight) : weight / 255
      result[to] = mix(result[to], red[image[from * 3] ?? 0], share)
      result[to + 1] = mix(result[to + 1], green[image[from * 3 + 1] ?? 0], share)
      result[to + 2] = mix(result[to + 2], blue[image[from * 3 + 2] ?? 0], share)
    }
  }
  return result
}

/** Half more, since a store into bytes cuts off what follows the point. */
function mix(kept: number | undefined, edited: number | undefined, share: number): number {
  const from = kept ?? 0
  return from + ((edited ?? 0) - from) * share + 0.5
}

/**
 * Raises the opacity at `at` by an edit of this weight.
 * @returns the edit's share of the visible colour, 0 to 1
 */
function cover(pixels: Buffer, at: number, weight: number): number {
  const opacity = weight + ((pixels[at] ?? 0) * (255 - weight)) / 255
  pixels[at] = Math.round(opacity)
  return weight / opacity
}

/** How many pixels differ although an edit has no weight there: the promise, measured. */
export function countChangedOutside(
  original: OpenedOriginal,
  result: Buffer,
  weight: EditWeight,
): number {
  const rowBytes = original.width * original.channels
  let changed = 0
  for (let y = 0; y < original.height; y++) {
    const start = y * rowBytes
    if (original.pixels.compare(result, start, start + rowBytes, start, start + rowBytes) === 0) {
      continue
    }
    for (let x = 0; x < original.width; x++) {
      if (weightAt(weight, x, y) !== keepValue) continue
      if (isChanged(original, result, start + x * original.channels)) changed++
    }
  }
  return changed
}

function weightAt({ region, pixels }: EditWeight, x: number, y: number): number {
  const column = x - region.x
  const row = y - region.y
  if (column < 0 || row < 0 || column >= region.width || row >= region.height) return keepValue
  return pixels[row * region.width + column] ?? keepValue
}

function isChanged(original: OpenedOriginal, result: Buffer, at: number): boolean {
  for (let byte = at; byte < at + original.channels; byte++) {
    if (original.pixels[byte] !== result[byte]) return true
  }
  return false
}
