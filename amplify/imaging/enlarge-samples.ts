import type { Rect, Size } from '#domain/frame/space.ts'
import { maxOf, type Samples } from '#domain/layer/mix.ts'
import { type Light, lightOf, steps } from './light.ts'
import type { RawPixels } from './raw-pixels.ts'
import { type Kernel, type Taps, tapsAtOnce, tapsOf } from './taps.ts'

export type Enlargement = {
  /** What the whole image becomes. */
  readonly size: Size
  /** What of it is wanted; only that is computed. */
  readonly part: Rect
  readonly kernel: Kernel
  readonly light: Light
  /** Whether 16 bits are wanted. */
  readonly isDeep: boolean
}

/**
 * Another size by a separable kernel whose samples lie in the middle of their pixels, so that
 * nothing moves. Beyond the border the outermost pixels go on; what a kernel overshoots is cut off.
 * @param image its channels are independent of each other
 * @returns the samples of `to.part`
 */
export function enlargeSamples(image: RawPixels, to: Enlargement): Samples {
  const { part, kernel } = to
  const across = { from: image.width, to: to.size.width, start: part.x, length: part.width }
  const down = { from: image.height, to: to.size.height, start: part.y, length: part.height }
  const columns = tapsOf(across, kernel)
  const rows = tapsOf(down, kernel)
  const { decode, encode, encodeByte } = lightOf(to.light)
  const length = part.width * image.channels
  const size = length * part.height
  const made = to.isDeep ? new Uint16Array(size) : new Uint8Array(size)
  const read = new Float32Array((columns.end - columns.begin) * image.channels)
  // As many rows as one of the result is made of; each is read once.
  const lines = Array.from({ length: rows.count }, () => new Float32Array(length))
  const sum = new Float32Array(length)
  let next = rows.begin
  for (let y = 0; y < part.height; y++) {
    const first = rows.first[y] ?? 0
    next = Math.max(next, first)
    for (; next < first + rows.count; next++) {
      readRow(image, next, { read, begin: columns.begin, decode })
      stretch(read, columns, lineAt(lines, next))
    }
    sum.fill(0)
    for (let tap = 0; tap < rows.count; tap += tapsAtOnce) {
      const weights = rows.weights.subarray(y * rows.count + tap)
      addThree(sum, lines, { row: first + tap, weights })
    }
    const line = made.subarray(y * length, (y + 1) * length)
    if (line instanceof Uint16Array) writeDeep(sum, encode, line)
    else writeBytes(sum, encodeByte, line)
  }
  return made
}

/** Where a row is kept; one above the image has a number below 0. */
function lineAt(lines: readonly Float32Array[], row: number): Float32Array {
  const line = lines.at(row % lines.length)
  if (line === undefined) throw new RangeError('There are no lines.')
  return line
}

/** Reads what is needed of a row: from 0 to 1, from the column `to.begin` on. */
function readRow(
  { width, height, channels, pixels }: RawPixels,
  row: number,
  { read, begin, decode }: { read: Float32Array; begin: number; decode: Float32Array },
): void {
  const scale = steps / maxOf(pixels)
  const start = within(row, height) * width
  for (let to = 0, column = begin; to < read.length; column++) {
    const from = (start + within(column, width)) * channels
    for (let channel = 0; channel < channels; channel++, to++) {
      read[to] = decode[(pixels[from + channel] ?? 0) * scale] ?? 0
    }
  }
}

function within(place: number, length: number): number {
  return Math.min(length - 1, Math.max(0, place))
}

function stretch(
  read: Float32Array,
  { first, begin, weights, count }: Taps,
  line: Float32Array,
): void {
  const channels = line.length / first.length
  for (let x = 0, to = 0; x < first.length; x++) {
    const from = ((first[x] ?? 0) - begin) * channels
    for (let channel = 0; channel < channels; channel++, to++) {
      let sum = 0
      for (let tap = 0, at = from + channel; tap < count; tap++, at += channels) {
        sum += (read[at] ?? 0) * (weights[x * count + tap] ?? 0)
      }
      line[to] = sum
    }
  }
}

/** Adds three lines at once: that takes two thirds of the time of one after the other. */
function addThree(
  sum: Float32Array,
  lines: readonly Float32Array[],
  { row, weights }: { row: number; weights: Float32Array },
): void {
  const [one, two, three] = [lineAt(lines, row), lineAt(lines, row + 1), lineAt(lines, row + 2)]
  const [w1 = 0, w2 = 0, w3 = 0] = weights
  for (let at = 0; at < sum.length; at++) {
    const added = (one[at] ?? 0) * w1 + (two[at] ?? 0) * w2 + (three[at] ?? 0) * w3
    sum[at] = (sum[at] ?? 0) + added
  }
}

function writeBytes(shares: Float32Array, encode: Uint8Array, made: Uint8Array): void {
  for (let at = 0; at < made.length; at++) {
    const share = shares[at] ?? 0
    const step = share <= 0 ? 0 : share >= 1 ? steps : share * steps + 0.5
    made[at] = encode[step | 0] ?? 0
  }
}

/** Between two steps of the table the curve is straight enough for 16 bits. */
function writeDeep(shares: Float32Array, encode: Float32Array, made: Uint16Array): void {
  for (let at = 0; at < made.length; at++) {
    const share = shares[at] ?? 0
    const place = share <= 0 ? 0 : share >= 1 ? steps : share * steps
    const step = place | 0
    const value = encode[step] ?? 0
    // Half more, since a store into whole numbers cuts off what follows the point.
    made[at] = (value + ((encode[step + 1] ?? 0) - value) * (place - step)) * steps + 0.5
  }
}
