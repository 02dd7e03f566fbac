import { type Samples } from '#domain/layer/mix.ts'
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
  { region, pixels: weights }: EditWeight,
): number {
  const { width, height, channels, pixels } = original
  const [before, after] = [bytesOf(pixels), bytesOf(result)]
  const pixelBytes = pixels.BYTES_PER_ELEMENT * channels
  const isChanged = (at: number): boolean => {
    for (let channel = at; channel < at + channels; channel++) {
      if (pixels[channel] !== result[channel]) return true
    }
    return false
  }
  // Counts pixels `from` up to before `to`. Nearly always none differ, which one comparison finds.
  const countIn = (from: number, to: number, isKept?: (at: number) => boolean): number => {
    const [start, end] = [from * pixelBytes, to * pixelBytes]
    if (before.compare(after, start, end, start, end) === 0) return 0
    let changed = 0
    for (let at = from; at < to; at++) {
      if (isKept?.(at) !== false && isChanged(at * channels)) changed++
    }
    return changed
  }
  let changed = 0
  for (let y = 0; y < height; y++) {
    const row = y * width
    if (y < region.y || y >= region.y + region.height) {
      changed += countIn(row, row + width)
      continue
    }
    const [left, right] = [row + region.x, row + region.x + region.width]
    const weightRow = (y - region.y) * region.width - left
    const isKept = (at: number): boolean => weights[weightRow + at] === keepValue
    changed += countIn(row, left) + countIn(left, right, isKept) + countIn(right, row + width)
  }
  return changed
}

function bytesOf({ buffer, byteOffset, byteLength }: Samples): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
