import type { Rect, Size } from '#domain/frame/space.ts'
import { boxMean } from '#domain/matte/box-mean.ts'
import { type Fit, fitMatte } from '#domain/matte/guided-fit.ts'
import type { Pixels, Region } from './pixels.ts'
import { maskPx, modelPx } from './segmenter.ts'

/** Over which neighbourhood a border is explained by colours, in pixels of the small picture. */
const radiusPx = 6
/** How far from the border that the network drew the true one may lie, in the same pixels. */
const reachPx = 6
/** How much steeper a border is made than the fit leaves it, which is spread over its neighbourhood. */
const steepness = 2.2

const cellPx = modelPx / maskPx

/**
 * Takes what a network found, a square of 256 × 256 cells, to the border that the picture itself has: near
 * the border that was found, what belongs to the object is explained by colours. Pure.
 * @param found above 0 within the object
 * @param picture.small what the network saw
 * @param picture.full the picture itself
 * @returns in pixels of `full`; `undefined` when nothing was found
 */
export function refine(
  found: Float32Array,
  { small, full }: { readonly small: Pixels; readonly full: Pixels },
): Region | undefined {
  const part = partOf(found, small)
  if (!part) return undefined
  const matte = new Float32Array(part.width * part.height)
  const sides = new Float32Array(matte.length)
  for (let y = 0, at = 0; y < part.height; y += 1) {
    for (let x = 0; x < part.width; x += 1, at += 1) {
      const value = valueAt(found, part.x + x, part.y + y)
      matte[at] = 1 / (1 + Math.exp(-value))
      sides[at] = value > 0 ? 1 : 0
    }
  }
  const fit = fitMatte({ pixels: cut(small, part), channels: 4 }, matte, {
    size: part,
    radiusPx,
  })
  return enlarged({ fit, part, within: boxMean(sides, part, reachPx) }, small, full)
}

/** The part of the small picture that something was found in, with room for its border. */
function partOf(found: Float32Array, { width, height }: Size): Rect | undefined {
  const [columns, rows] = [Math.ceil(width / cellPx), Math.ceil(height / cellPx)]
  let [left, top, right, bottom] = [columns, rows, -1, -1]
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if ((found[y * maskPx + x] ?? 0) <= 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
    }
  }
  if (right < 0) return undefined
  const room = reachPx + radiusPx + cellPx
  const x = Math.max(0, left * cellPx - room)
  const y = Math.max(0, top * cellPx - room)
  return {
    x,
    y,
    width: Math.min(width, (right + 1) * cellPx + room) - x,
    height: Math.min(height, (bottom + 1) * cellPx + room) - y,
  }
}

/** What was found at a pixel of the small picture, between the middles of cells. */
function valueAt(found: Float32Array, x: number, y: number): number {
  const u = Math.min(maskPx - 1, Math.max(0, (x + 0.5) / cellPx - 0.5))
  const v = Math.min(maskPx - 1, Math.max(0, (y + 0.5) / cellPx - 0.5))
  const [i, j] = [Math.min(maskPx - 2, Math.floor(u)), Math.min(maskPx - 2, Math.floor(v))]
  const at = j * maskPx + i
  const above = mix(found[at] ?? 0, found[at + 1] ?? 0, u - i)
  return mix(above, mix(found[at + maskPx] ?? 0, found[at + maskPx + 1] ?? 0, u - i), v - j)
}

function mix(one: number, other: number, share: number): number {
  return one + (other - one) * share
}

function cut({ data, width }: Pixels, part: Rect): Uint8ClampedArray {
  const out = new Uint8ClampedArray(part.width * part.height * 4)
  for (let row = 0; row < part.height; row += 1) {
    const from = ((part.y + row) * width + part.x) * 4
    out.set(data.subarray(from, from + part.width * 4), row * part.width * 4)
  }
  return out
}

type Near = {
  readonly fit: Fit
  readonly part: Rect
  /** How much of its neighbourhood lies within: near the border, neither nothing nor all. */
  readonly within: Float32Array
}

/** How near to nothing or all a share counts as that. */
const sure = 1e-4

/** Applies the fit to the colours of the full picture, near the border alone. */
function enlarged(near: Near, small: Size, full: Pixels): Region {
  const { part, within } = near
  const scale = full.width / small.width
  const first = (place: number) => Math.round(place * scale)
  const [x, y] = [first(part.x), first(part.y)]
  const width = Math.min(full.width, first(part.x + part.width)) - x
  const height = Math.min(full.height, first(part.y + part.height)) - y
  const pixels = new Uint8Array(width * height)
  const line = createLine(near)
  for (let row = 0; row < height; row += 1) {
    const v = clamp((y + row + 0.5) / scale - 0.5 - part.y, part.height)
    const nearest = Math.round(v) * part.width
    let isMixed = false
    for (let cell = 0; cell < part.width; cell += 1) {
      const share = within[nearest + cell] ?? 0
      if (share < sure) continue
      const from = first(part.x + cell) - x
      const to = Math.min(width, first(part.x + cell + 1) - x)
      if (share > 1 - sure) {
        pixels.fill(255, row * width + from, row * width + to)
        continue
      }
      if (!isMixed) line.mix(v)
      isMixed = true
      for (let column = from; column < to; column += 1) {
        const u = clamp((x + column + 0.5) / scale - 0.5 - part.x, part.width)
        const at = ((y + row) * full.width + x + column) * 4
        pixels[row * width + column] = line.explain(u, full.data, at)
      }
    }
  }
  return { x, y, width, height, pixels }
}

/** The fit along one row, between two rows of the small picture. */
function createLine({ fit, part }: Near) {
  const { width, height } = part
  const names = ['red', 'green', 'blue', 'base'] as const
  const [red, green, blue, base] = names.map(() => new Float32Array(width)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const rows = { red, green, blue, base }
  const at = (row: Float32Array, u: number, i: number) =>
    mix(row[i] ?? 0, row[i + 1] ?? row[i] ?? 0, u - i)
  return {
    mix(v: number): void {
      const j = Math.max(0, Math.min(height - 2, Math.floor(v)))
      for (const name of names) {
        const values = fit[name]
        const row = rows[name]
        for (let x = 0; x < width; x += 1) {
          const above = values[j * width + x] ?? 0
          row[x] = mix(above, values[(j + 1) * width + x] ?? above, v - j)
        }
      }
    },
    /** How much of a pixel belongs to the object by its colour, 0 to 255. */
    explain(u: number, data: Uint8ClampedArray, from: number): number {
      const i = Math.max(0, Math.min(width - 2, Math.floor(u)))
      const share =
        (at(red, u, i) * (data[from] ?? 0) +
          at(green, u, i) * (data[from + 1] ?? 0) +
          at(blue, u, i) * (data[from + 2] ?? 0)) /
          255 +
        at(base, u, i)
      return Math.min(1, Math.max(0, (share - 0.5) * steepness + 0.5)) * 255 + 0.5
    },
  }
}

function clamp(place: number, count: number): number {
  return Math.min(count - 1, Math.max(0, place))
}
