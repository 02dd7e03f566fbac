import { grownBy } from '../../src/editor/mask/distance.ts'

type Mask = Uint8Array
type Size = { readonly width: number; readonly height: number }

const isIn = (mask: Mask, at: number) => (mask[at] ?? 0) > 127

/** What two masks have in common, as a share of what either has. */
export function overlap(one: Mask, other: Mask): number {
  let both = 0
  let either = 0
  for (let at = 0; at < one.length; at += 1) {
    const [a, b] = [isIn(one, at), isIn(other, at)]
    if (a && b) both += 1
    if (a || b) either += 1
  }
  return both / either
}

/** Which share of a mask's border lies within so many pixels of another's. */
export function borderWithin(mask: Mask, truth: Mask, of: Size & { readonly px: number }): number {
  const near = grownBy(borderOf(truth, of), of, of.px)
  const border = borderOf(mask, of)
  let count = 0
  let right = 0
  for (let at = 0; at < border.length; at += 1) {
    if (!border[at]) continue
    count += 1
    if ((near[at] ?? 0) > 127) right += 1
  }
  return right / count
}

function borderOf(mask: Mask, { width, height }: Size): Uint8Array {
  return Uint8Array.from(mask, (_, at) => {
    const x = at % width
    const isInner =
      x > 0 &&
      x < width - 1 &&
      at >= width &&
      at < width * (height - 1) &&
      [at - 1, at + 1, at - width, at + width].every((next) => isIn(mask, next))
    return isIn(mask, at) && !isInner ? 255 : 0
  })
}

export type Click = { readonly x: number; readonly y: number; readonly isInside: boolean }

/** Where a person would click next: the innermost point of what is missing, or of what is too much. */
export function nextClick(mask: Mask, truth: Mask, size: Size): Click {
  const missing = innermost((at) => isIn(truth, at) && !isIn(mask, at), size)
  const extra = innermost((at) => isIn(mask, at) && !isIn(truth, at), size)
  return missing.depth >= extra.depth
    ? { ...missing, isInside: true }
    : { ...extra, isInside: false }
}

/** Depths are looked for on every so many pixels. */
const step = 4

/** The point farthest from the border of a set, by steps to eight neighbours. */
function innermost(has: (at: number) => boolean, { width, height }: Size) {
  const columns = Math.floor(width / step)
  const rows = Math.floor(height / step)
  const place = (cell: number) => step * cell + step / 2
  const depths = new Float32Array(columns * rows)
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      depths[y * columns + x] = has(place(y) * width + place(x)) ? Number.POSITIVE_INFINITY : 0
    }
  }
  const depthAt = (x: number, y: number) =>
    x < 0 || y < 0 || x >= columns || y >= rows ? 0 : (depths[y * columns + x] ?? 0)
  const pass = (x: number, y: number, back: 1 | -1) => {
    const near = [
      depthAt(x - back, y) + 1,
      depthAt(x, y - back) + 1,
      depthAt(x - back, y - back) + Math.SQRT2,
      depthAt(x + back, y - back) + Math.SQRT2,
    ]
    depths[y * columns + x] = Math.min(depthAt(x, y), ...near)
  }
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) pass(x, y, 1)
  for (let y = rows - 1; y >= 0; y -= 1) for (let x = columns - 1; x >= 0; x -= 1) pass(x, y, -1)
  const best = depths.reduce((most, depth, at) => (depth > (depths[most] ?? 0) ? at : most), 0)
  return {
    x: place(best % columns),
    y: place(Math.floor(best / columns)),
    depth: step * (depths[best] ?? 0),
  }
}
