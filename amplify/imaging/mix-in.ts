import type { Rect } from '#domain/frame/space.ts'
import { editValue, keepValue } from '#domain/mask/meaning.ts'
import { withoutBackdrop } from './backdrop.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import { maxOf, type Samples } from './raw-pixels.ts'

/** A part of an edit at the original's scale, of some rows. */
export type EditRows = {
  readonly rows: Rect
  /** Raw RGB as deep as the original. */
  readonly image: Samples
  /** How opaque the edit is, one byte a pixel; left out, everywhere. */
  readonly opacity?: Uint8Array | undefined
}

/**
 * Mixes rows of an edit into the original's pixels, by weight; a weight of 0 is never written.
 * @param result a copy of the original, changed in place
 * @param edit.rows a rectangle inside of the weighed region
 */
export function mixIn(result: OpenedOriginal, weight: EditWeight, edit: EditRows): void {
  const { rows } = edit
  const mixRow = result.channels === 4 ? mixTransparentRow : mixOpaqueRow
  for (let y = rows.y; y < rows.y + rows.height; y++) {
    const start = (y - weight.region.y) * weight.region.width + rows.x - weight.region.x
    const from = (y - rows.y) * rows.width
    mixRow(result.pixels, { ...edit, weight, start, from, to: y * result.width + rows.x })
  }
}

/** One row of an edit: where it begins in the weights, in the edit and in the picture, in pixels. */
type Row = EditRows & {
  readonly weight: EditWeight
  readonly start: number
  readonly from: number
  readonly to: number
}

function mixOpaqueRow(pixels: Samples, { rows, image, weight, ...row }: Row): void {
  let from = row.from * 3
  let to = row.to * 3
  for (let at = row.start; at < row.start + rows.width; at++, from += 3, to += 3) {
    const amount = weight.pixels[at] ?? keepValue
    if (amount === keepValue) continue
    const share = amount / editValue
    pixels[to] = mix(pixels[to], image[from], share)
    pixels[to + 1] = mix(pixels[to + 1], image[from + 1], share)
    pixels[to + 2] = mix(pixels[to + 2], image[from + 2], share)
  }
}

function mixTransparentRow(pixels: Samples, { rows, image, opacity, weight, ...row }: Row): void {
  const painted = weight.painted ?? weight.pixels
  for (let x = 0; x < rows.width; x++) {
    const amount = weight.pixels[row.start + x] ?? keepValue
    if (amount === keepValue) continue
    const full = opacity?.[row.from + x] ?? editValue
    mixOver(
      { pixels, to: (row.to + x) * 4, image, from: (row.from + x) * 3 },
      {
        amount: amount / editValue,
        painted: (painted[row.start + x] ?? keepValue) / editValue,
        full: full / editValue,
      },
    )
  }
}

type Place = { pixels: Samples; to: number; image: Samples; from: number }

/**
 * Opacity changes only as far as a pixel is painted: a soft edge raises none. The more opaque of
 * both counts for more in the colour.
 * @param edit.amount its weight, `edit.painted` how much of it the mask itself says, `edit.full` how
 *   opaque it is, all from 0 to 1
 */
function mixOver(
  place: Place,
  { amount, painted, full }: { amount: number; painted: number; full: number },
): void {
  const { pixels, to } = place
  const most = maxOf(pixels)
  const before = (pixels[to + 3] ?? 0) / most
  const opacity = before + (full - before) * painted
  const added = amount * opacity
  const all = added + (1 - amount) * before
  // What nobody sees gets the edit's colour where it was painted over: it was to go.
  if (all === 0 && painted === 0) return
  const share = all === 0 ? 1 : added / all
  for (let channel = 0; channel < 3; channel++) {
    const edited = withoutBackdrop(place.image[place.from + channel] ?? 0, opacity, most)
    pixels[to + channel] = mix(pixels[to + channel], edited, share)
  }
  pixels[to + 3] = Math.round(opacity * most)
}

/** Half more, since a store into whole numbers cuts off what follows the point. */
function mix(kept: number | undefined, edited: number | undefined, share: number): number {
  const from = kept ?? 0
  return from + ((edited ?? 0) - from) * share + 0.5
}
