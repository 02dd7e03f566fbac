import type { Size } from '#domain/frame/space.ts'
import { maxOf, type Samples } from '#domain/layer/mix.ts'
import { type Fit, fitMatte } from '#domain/matte/guided-fit.ts'
import type { OpenedOriginal } from './open-original.ts'

/** Over which neighbourhood a matte is explained by the picture, in model pixels. */
const radiusPx = 3
const names = ['red', 'green', 'blue', 'base'] as const

/** For each pixel of a line: the model pixel before it, and its share of the way to the next. */
type Places = { readonly first: Int32Array; readonly share: Float32Array }

/**
 * Takes a matte that a model made at its size to the full resolution of a picture, whose own colours
 * guide its edges (the guided filter of He, Sun and Tang, 2010, with its fast form of 2015,
 * arXiv:1505.00996). A picture that was not reduced gets the matte as it is.
 * @param job.guide the reduced picture: raw RGB in its own numbers, of `job.size`
 * @param job.matte one byte a pixel of `job.size`, 255 = stays
 * @returns raw RGBA of the picture's size and depth: colours as they were, only its opacity lowered
 */
export function applyMatte(job: {
  original: OpenedOriginal
  size: Size
  guide: Uint8Array
  matte: Uint8Array
}): Samples {
  const { original, size } = job
  const isReduced = original.width > size.width || original.height > size.height
  const opacity = sharesOf(job.matte)
  const guide = { pixels: job.guide, channels: 3 as const }
  const fit = isReduced ? fitMatte(guide, opacity, { size, radiusPx }) : plainMatte(opacity)
  const { width, height, pixels } = original
  const length = width * height * 4
  const result = pixels instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length)
  const columns = placesOf(width, size.width)
  const rows = placesOf(height, size.height)
  const limits = limitsOf(job.matte, size)
  const line: Record<keyof Fit, Float32Array> = { ...fit }
  for (const name of names) line[name] = new Float32Array(size.width)
  for (let y = 0; y < height; y++) {
    const mix = { first: valueAt(rows.first, y), share: valueAt(rows.share, y) }
    for (const name of names) mixRows(fit[name], line[name], mix)
    fillRow(original, result, { y, line, columns, limits, start: mix.first * size.width })
  }
  return result
}

/** Writes one row: its colours as they are, and its opacity as the line explains it by them. */
function fillRow(
  { width, channels, pixels }: OpenedOriginal,
  result: Samples,
  row: { y: number; line: Fit; columns: Places; limits: Limits; start: number },
): void {
  const { y, line, columns, limits } = row
  const most = maxOf(pixels)
  for (let x = 0; x < width; x++) {
    const from = (y * width + x) * channels
    const to = (y * width + x) * 4
    const red = valueAt(pixels, from)
    const green = valueAt(pixels, from + 1)
    const blue = valueAt(pixels, from + 2)
    const alpha = channels === 4 ? valueAt(pixels, from + 3) : most
    result[to] = red
    result[to + 1] = green
    result[to + 2] = blue
    const at = valueAt(columns.first, x)
    const share = valueAt(columns.share, x)
    const matte =
      (between(line.red, at, share) * red +
        between(line.green, at, share) * green +
        between(line.blue, at, share) * blue) /
        most +
      between(line.base, at, share)
    const least = valueAt(limits.least, row.start + at)
    const held = Math.min(valueAt(limits.most, row.start + at), Math.max(least, matte))
    result[to + 3] = alpha * held + 0.5
  }
}

/** The lowest and highest opacity around each model pixel. */
type Limits = Readonly<Record<'least' | 'most', Float32Array>>

/**
 * Colours that happen to be like the subject's must not show far from it: a pixel is never more or
 * less opaque than the model said within this many of its pixels.
 */
const reachPx = 2

function limitsOf(matte: Uint8Array, size: Size): Limits {
  let least = sharesOf(matte)
  let most = least
  for (let step = 0; step < reachPx; step++) {
    least = besideEach(least, size, Math.min)
    most = besideEach(most, size, Math.max)
  }
  return { least, most }
}

/** Each value becomes the one chosen of itself and its four neighbours. */
function besideEach(
  values: Float32Array,
  { width, height }: Size,
  choose: (one: number, other: number) => number,
): Float32Array<ArrayBuffer> {
  const chosen = new Float32Array(values.length)
  for (let at = 0, y = 0; y < height; y++) {
    const up = y > 0 ? width : 0
    const down = y < height - 1 ? width : 0
    for (let x = 0; x < width; x++, at++) {
      const left = valueAt(values, x > 0 ? at - 1 : at)
      const right = valueAt(values, x < width - 1 ? at + 1 : at)
      const along = choose(valueAt(values, at - up), valueAt(values, at + down))
      chosen[at] = choose(choose(choose(left, right), along), valueAt(values, at))
    }
  }
  return chosen
}

/** Of 255. `from` with a callback would take fifty times as long. */
function sharesOf(matte: Uint8Array): Float32Array {
  return new Float32Array(matte).map((value) => value / 255)
}

function plainMatte(base: Float32Array): Fit {
  const none = new Float32Array(base.length)
  return { red: none, green: none, blue: none, base }
}

function valueAt(values: Float32Array | Int32Array | Samples, at: number): number {
  return values[at] ?? 0
}

/** Between which two model pixels, the first and the next, each pixel of a line lies. */
function placesOf(length: number, on: number): Places {
  const first = new Int32Array(length)
  const share = new Float32Array(length)
  for (let at = 0; at < length; at++) {
    const place = Math.min(on - 1, Math.max(0, ((at + 0.5) * on) / length - 0.5))
    // The last pixel has no next one: it is reached with all of the share.
    const left = Math.min(Math.max(0, on - 2), Math.floor(place))
    first[at] = left
    share[at] = place - left
  }
  return { first, share }
}

/** One row of `values`, and as much of the next one as `share` says, into `row`. */
function mixRows(
  values: Float32Array,
  row: Float32Array,
  { first, share }: { first: number; share: number },
): void {
  const width = row.length
  for (let x = 0; x < width; x++) {
    const from = values[first * width + x] ?? 0
    row[x] = from + ((values[(first + 1) * width + x] ?? from) - from) * share
  }
}

function between(line: Float32Array, at: number, share: number): number {
  const from = line[at] ?? 0
  return from + ((line[at + 1] ?? from) - from) * share
}
