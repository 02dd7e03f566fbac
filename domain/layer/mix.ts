import { overlapOf } from '../frame/rect.ts'
import type { Rect } from '../frame/space.ts'

/** One number a channel, row by row: of 8 bits, or of 16. */
export type Samples = Uint8Array | Uint16Array

/** A part of the plane: RGB, or RGBA whose colours are not multiplied by their opacity. */
export type Raster = Rect & { readonly channels: 3 | 4; readonly pixels: Samples }

/** An edit: its pixels, and for each of them how much it replaces, 0 to 255. */
export type Patch = Raster & { readonly weight: Uint8Array }

const fullWeight = 255

/** The highest value of a channel: 255, or 65,535 of 16 bits. */
export function maxOf(pixels: Samples): 255 | 65_535 {
  return pixels instanceof Uint16Array ? 65_535 : 255
}

/**
 * Lays a patch over what is below it, in place. Where weight times opacity is 0, what is below stays
 * bit for bit; where it is full, the patch is there bit for bit. Between them both are mixed linearly
 * with their colours multiplied by their opacity (the "over" of Porter and Duff, 1984, but with the
 * weight instead of a coverage), and rounded once.
 * @param below of the same depth; it has opacity if the patch has
 * @param opacity of the layer, 0 to 1
 */
export function applyPatch(below: Raster, patch: Patch, opacity: number): void {
  const part = overlapOf(below, patch)
  if (!part || opacity === 0) return
  const mixRow = below.channels === 3 ? mixOpaqueRow : mixTransparentRow
  for (let y = part.y; y < part.y + part.height; y++) {
    const from = (y - patch.y) * patch.width + part.x - patch.x
    const to = (y - below.y) * below.width + part.x - below.x
    mixRow(below.pixels, patch, { from, to, length: part.width, opacity })
  }
}

/** Where a row begins in the patch and below it, and how long it is, in pixels. */
type Row = {
  readonly from: number
  readonly to: number
  readonly length: number
  readonly opacity: number
}

function mixOpaqueRow(below: Samples, { weight, pixels }: Patch, row: Row): void {
  const scale = row.opacity / fullWeight
  let from = row.from * 3
  let to = row.to * 3
  for (let at = row.from; at < row.from + row.length; at++, from += 3, to += 3) {
    const amount = weight[at] ?? 0
    if (amount === 0) continue
    const share = amount * scale
    below[to] = mix(below[to], pixels[from], share)
    below[to + 1] = mix(below[to + 1], pixels[from + 1], share)
    below[to + 2] = mix(below[to + 2], pixels[from + 2], share)
  }
}

/** Half more, since a store into whole numbers cuts off what follows the point. */
function mix(below = 0, above = 0, share: number): number {
  return below + (above - below) * share + 0.5
}

function mixTransparentRow(below: Samples, patch: Patch, row: Row): void {
  const { weight, pixels, channels } = patch
  const most = maxOf(below)
  let from = row.from * channels
  let to = row.to * 4
  for (let at = row.from; at < row.from + row.length; at++, from += channels, to += 4) {
    const share = ((weight[at] ?? 0) * row.opacity) / fullWeight
    if (share === 0) continue
    const added = (channels === 4 ? (pixels[from + 3] ?? 0) : most) * share
    const left = (below[to + 3] ?? 0) * (1 - share)
    const alpha = added + left
    // Nothing of both is seen: the colour is whose weight is full, or else stays.
    if (alpha === 0 && share < 1) continue
    const part = alpha === 0 ? 1 : added / alpha
    below[to] = mix(below[to], pixels[from], part)
    below[to + 1] = mix(below[to + 1], pixels[from + 1], part)
    below[to + 2] = mix(below[to + 2], pixels[from + 2], part)
    below[to + 3] = alpha + 0.5
  }
}
