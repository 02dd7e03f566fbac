import { overlapOf } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { maxOf, type Raster, type Samples } from '#domain/layer/mix.ts'
import { keepValue } from '#domain/mask/meaning.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'

/**
 * How many pixels differ although an edit has no weight there: the promise, measured.
 * @param result pixels of the original's size, channels and depth
 */
export function countChangedOutside(
  original: OpenedOriginal,
  result: Samples,
  weight: EditWeight,
): number {
  const plane = { ...original, x: 0, y: 0 }
  return countChanged(plane, { ...plane, pixels: result }, weight)
}

/**
 * The same of two parts of a plane, as far as both reach.
 * @param before of the same depth as `after`; without opacity it counts as opaque
 * @param weight where a pixel may differ, unless it is 0 there
 */
export function countChanged(
  before: Raster,
  after: Raster,
  { region, pixels: weights }: EditWeight,
): number {
  const both = overlapOf(before, after)
  if (!both) return 0
  const countIn = counterOf(before, after)
  const end = both.x + both.width
  let changed = 0
  for (let y = both.y; y < both.y + both.height; y++) {
    const inside = overlapOf({ ...both, y, height: 1 }, region)
    if (!inside) {
      changed += countIn({ y, from: both.x, to: end })
      continue
    }
    const right = inside.x + inside.width
    const weightRow = (y - region.y) * region.width - region.x
    const isKept = (x: number): boolean => weights[weightRow + x] === keepValue
    changed += countIn({ y, from: both.x, to: inside.x })
    changed += countIn({ y, from: inside.x, to: right }, isKept)
    changed += countIn({ y, from: right, to: end })
  }
  return changed
}

/** A row from column `from` up to before `to`. */
type Span = { readonly y: number; readonly from: number; readonly to: number }

/** Counts the pixels of a part of a row that differ. */
type CountIn = (span: Span, isKept?: (x: number) => boolean) => number

function counterOf(before: Raster, after: Raster): CountIn {
  const [beforeBytes, afterBytes] = [bytesOf(before.pixels), bytesOf(after.pixels)]
  const isAlike = before.channels === after.channels
  const most = maxOf(before.pixels)
  const isChanged = (one: number, other: number): boolean => {
    for (let channel = 0; channel < 3; channel++) {
      if (before.pixels[one + channel] !== after.pixels[other + channel]) return true
    }
    const opacityBefore = before.channels === 4 ? before.pixels[one + 3] : most
    const opacityAfter = after.channels === 4 ? after.pixels[other + 3] : most
    return opacityBefore !== opacityAfter
  }
  return ({ y, from, to }, isKept) => {
    const [one, other] = [sampleAt(before, from, y), sampleAt(after, from, y)]
    const samples = (to - from) * before.channels
    const each = before.pixels.BYTES_PER_ELEMENT
    // Nearly always none differ, which one comparison finds.
    const isSame =
      isAlike &&
      beforeBytes.compare(
        afterBytes,
        other * each,
        (other + samples) * each,
        one * each,
        (one + samples) * each,
      ) === 0
    if (isSame) return 0
    let changed = 0
    for (let at = 0; at < to - from; at++) {
      if (isKept?.(from + at) === false) continue
      if (isChanged(one + at * before.channels, other + at * after.channels)) changed++
    }
    return changed
  }
}

function sampleAt(
  { x, y, width, channels }: Rect & Pick<Raster, 'channels'>,
  atX: number,
  atY: number,
) {
  return ((atY - y) * width + atX - x) * channels
}

function bytesOf({ buffer, byteOffset, byteLength }: Samples): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
