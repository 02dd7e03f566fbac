import { grow } from '#domain/frame/plan-crop.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import { keepValue } from '#domain/mask/meaning.ts'

/** How far around the mask's bounds colours are compared, in pixels of the model. */
const ringPx = 24
/** With fewer pixels to compare, chance decides. */
const minSample = 256
/** A model shifts colours a little; more than this is another picture, not a shift. */
const maxGain = 1.15
const maxShift = 24

/** For R, G and B: what each value of a candidate becomes. */
export type ColourMap = readonly [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray]

/** What was sent to a model: raw RGB and its mask (white = edit), of `size`. */
export type SentPixels = {
  readonly size: Size
  readonly image: Uint8Array
  readonly mask: Uint8Array
  /** The part that shows the picture; the rest is made up. */
  readonly inside: Rect
}

/**
 * Learns how a model shifted colours from what it should have left alone: the ring around the
 * mask, as it was sent and as it came back, both at the model's size, so that detail lost by
 * resampling does not count. Mean and spread of each channel are matched, within bounds.
 * @param returned raw RGB of the sent size
 */
export function matchColours(sent: SentPixels, returned: Uint8Array): ColourMap {
  const ring = ringOf(sent)
  const matched = (channel: 0 | 1 | 2): Uint8ClampedArray => {
    const map = Uint8ClampedArray.from({ length: 256 }, (_, value) => value)
    if (ring.length < minSample) return map
    const wanted = momentsOf(sent.image, ring, channel)
    const found = momentsOf(returned, ring, channel)
    const gain = within(
      Math.max(1, wanted.spread) / Math.max(1, found.spread),
      1 / maxGain,
      maxGain,
    )
    const shift = within(wanted.mean - found.mean, -maxShift, maxShift)
    return map.map((value) => (value - found.mean) * gain + found.mean + shift)
  }
  return [matched(0), matched(1), matched(2)]
}

/** @returns raw RGB with each value exchanged by `colours` */
export function recolour(image: Uint8Array, colours: ColourMap): Uint8Array {
  const [red, green, blue] = colours
  const result = new Uint8Array(image.length)
  for (let at = 0; at < image.length; at += 3) {
    result[at] = red[image[at] ?? 0] ?? 0
    result[at + 1] = green[image[at + 1] ?? 0] ?? 0
    result[at + 2] = blue[image[at + 2] ?? 0] ?? 0
  }
  return result
}

/** Indexes of the pixels that were to be kept, inside the picture and around the mask. */
function ringOf({ size, mask, inside }: SentPixels): readonly number[] {
  const bounds = boundsOf(mask, size)
  if (bounds === undefined) return []
  const around = grow(bounds, ringPx, size)
  const ring: number[] = []
  for (let y = around.y; y < around.y + around.height; y++) {
    if (y < inside.y || y >= inside.y + inside.height) continue
    for (let x = around.x; x < around.x + around.width; x++) {
      if (x < inside.x || x >= inside.x + inside.width) continue
      const at = y * size.width + x
      if (mask[at] === keepValue) ring.push(at)
    }
  }
  return ring
}

function momentsOf(
  image: Uint8Array,
  places: readonly number[],
  channel: number,
): { mean: number; spread: number } {
  let sum = 0
  let squares = 0
  for (const place of places) {
    const value = image[place * 3 + channel] ?? 0
    sum += value
    squares += value * value
  }
  const mean = sum / places.length
  return { mean, spread: Math.sqrt(Math.max(0, squares / places.length - mean * mean)) }
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
