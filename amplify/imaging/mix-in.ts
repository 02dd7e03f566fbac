import type { Rect } from '#domain/frame/space.ts'
import { editValue, keepValue } from '#domain/mask/meaning.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import { mostOf, type Samples } from './raw-pixels.ts'

/** A part of an edit at the original's scale: raw RGB as deep as the original, of some rows. */
export type EditRows = { readonly rows: Rect; readonly image: Samples }

/**
 * Mixes rows of an edit into the original's pixels, by weight; a weight of 0 is never written. The
 * edit itself is opaque, so over transparent pixels its colour counts for more ("source over" of
 * Porter and Duff, 1984).
 * @param result a copy of the original, changed in place
 * @param edit.rows a rectangle inside of the weighed region
 */
export function mixIn(result: OpenedOriginal, weight: EditWeight, edit: EditRows): void {
  const { channels, width, pixels } = result
  const { rows, image } = edit
  const most = mostOf(pixels)
  for (let y = rows.y; y < rows.y + rows.height; y++) {
    let to = (y * width + rows.x) * channels
    let from = (y - rows.y) * rows.width * 3
    const start = (y - weight.region.y) * weight.region.width + rows.x - weight.region.x
    for (let at = start; at < start + rows.width; at++, from += 3, to += channels) {
      const amount = weight.pixels[at] ?? keepValue
      if (amount === keepValue) continue
      const share = channels === 4 ? cover(pixels, to + 3, { amount, most }) : amount / editValue
      pixels[to] = mix(pixels[to], image[from], share)
      pixels[to + 1] = mix(pixels[to + 1], image[from + 1], share)
      pixels[to + 2] = mix(pixels[to + 2], image[from + 2], share)
    }
  }
}

/** Half more, since a store into whole numbers cuts off what follows the point. */
function mix(kept: number | undefined, edited: number | undefined, share: number): number {
  const from = kept ?? 0
  return from + ((edited ?? 0) - from) * share + 0.5
}

/**
 * Raises the opacity at `at` by an edit of this amount.
 * @returns the edit's share of the visible colour, 0 to 1
 */
function cover(
  pixels: Samples,
  at: number,
  { amount, most }: { amount: number; most: number },
): number {
  const added = (amount * most) / editValue
  const opacity = added + ((pixels[at] ?? 0) * (editValue - amount)) / editValue
  pixels[at] = Math.round(opacity)
  return added / opacity
}
