import type { Size } from '#domain/frame/space.ts'
import { boxMean } from './box-mean.ts'
import type { OpenedOriginal } from './open-original.ts'
import { mostOf, type Samples } from './raw-pixels.ts'

/** Over which neighbourhood a matte is explained by the picture, in model pixels. */
const radiusPx = 3
/** How little colours may vary to explain anything, in shares of white, squared. */
const flatness = 1e-4

/** How opaque each model pixel is: `red` × its red + … + `base`, all in shares of 1. */
type Fit = Readonly<Record<'red' | 'green' | 'blue' | 'base', Float32Array>>

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
  const fit = isReduced ? fitMatte(job.guide, job.matte, size) : plainMatte(job.matte)
  const { width, height, channels, pixels } = original
  const most = mostOf(pixels)
  const length = width * height * 4
  const result = most === 255 ? new Uint8Array(length) : new Uint16Array(length)
  const columns = placesOf(width, size.width)
  const rows = placesOf(height, size.height)
  const names = ['red', 'green', 'blue', 'base'] as const
  const line = { ...fit }
  for (const name of names) line[name] = new Float32Array(size.width)
  for (let y = 0; y < height; y++) {
    const mix = { first: rows.first[y] ?? 0, share: rows.share[y] ?? 0 }
    for (const name of names) mixRows(fit[name], line[name], mix)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels
      const to = (y * width + x) * 4
      const [red, green, blue] = [pixels[from] ?? 0, pixels[from + 1] ?? 0, pixels[from + 2] ?? 0]
      const alpha = channels === 4 ? (pixels[from + 3] ?? 0) : most
      result[to] = red
      result[to + 1] = green
      result[to + 2] = blue
      const at = columns.first[x] ?? 0
      const share = columns.share[x] ?? 0
      const matte =
        (between(line.red, at, share) * red +
          between(line.green, at, share) * green +
          between(line.blue, at, share) * blue) /
          most +
        between(line.base, at, share)
      result[to + 3] = alpha * Math.min(1, Math.max(0, matte)) + 0.5
    }
  }
  return result
}

function plainMatte(matte: Uint8Array): Fit {
  const none = new Float32Array(matte.length)
  const base = Float32Array.from(matte, (value) => value / 255)
  return { red: none, green: none, blue: none, base }
}

/** Explains the matte around each model pixel by the colours there, by least squares. */
function fitMatte(guide: Uint8Array, matte: Uint8Array, size: Size): Fit {
  const mean = (valueAt: (at: number) => number): Float32Array =>
    boxMean(
      Float32Array.from(matte, (_, at) => valueAt(at)),
      size,
      radiusPx,
    )
  const colour = (at: number, channel: number): number => (guide[at * 3 + channel] ?? 0) / 255
  const opacity = (at: number): number => (matte[at] ?? 0) / 255
  const r = mean((at) => colour(at, 0))
  const g = mean((at) => colour(at, 1))
  const b = mean((at) => colour(at, 2))
  const p = mean(opacity)
  const products = ([one, other]: readonly [number, number]): Float32Array =>
    mean((at) => colour(at, one) * colour(at, other))
  const [rr, rg, rb] = [products([0, 0]), products([0, 1]), products([0, 2])]
  const [gg, gb, bb] = [products([1, 1]), products([1, 2]), products([2, 2])]
  const [rp, gp, bp] = [0, 1, 2].map((channel) => mean((at) => colour(at, channel) * opacity(at)))
  const fit = { red: p.slice(), green: p.slice(), blue: p.slice(), base: p.slice() }
  for (let at = 0; at < matte.length; at++) {
    const [mr, mg, mb, mp] = [r[at] ?? 0, g[at] ?? 0, b[at] ?? 0, p[at] ?? 0]
    const [red, green, blue] = solve(
      [
        (rr[at] ?? 0) - mr * mr + flatness,
        (rg[at] ?? 0) - mr * mg,
        (rb[at] ?? 0) - mr * mb,
        (gg[at] ?? 0) - mg * mg + flatness,
        (gb[at] ?? 0) - mg * mb,
        (bb[at] ?? 0) - mb * mb + flatness,
      ],
      [(rp?.[at] ?? 0) - mr * mp, (gp?.[at] ?? 0) - mg * mp, (bp?.[at] ?? 0) - mb * mp],
    )
    fit.red[at] = red
    fit.green[at] = green
    fit.blue[at] = blue
    fit.base[at] = mp - red * mr - green * mg - blue * mb
  }
  const smooth = (values: Float32Array): Float32Array => boxMean(values, size, radiusPx)
  return {
    red: smooth(fit.red),
    green: smooth(fit.green),
    blue: smooth(fit.blue),
    base: smooth(fit.base),
  }
}

type Three = [number, number, number]

/** Solves a symmetric system (upper triangle, row by row) by Cramer's rule. */
function solve([a, b, c, d, e, f]: [...Three, ...Three], [x, y, z]: Three): Three {
  const [p, q, r] = [d * f - e * e, c * e - b * f, b * e - c * d]
  const [s, t, u] = [a * f - c * c, b * c - a * e, a * d - b * b]
  const whole = a * p + b * q + c * r
  return [
    (p * x + q * y + r * z) / whole,
    (q * x + s * y + t * z) / whole,
    (r * x + t * y + u * z) / whole,
  ]
}

/** Between which two model pixels, the first and the next, each pixel of a line lies. */
function placesOf(length: number, on: number): { first: Int32Array; share: Float32Array } {
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
