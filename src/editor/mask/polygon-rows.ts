import { boxAround, pixelsIn } from '../document/box.ts'
import type { RegionRows } from './lay-region.ts'

/** Each row of pixels is looked at along so many lines; along a line, coverage is exact. */
const linesPerRow = 4

/** A side of a polygon that is not level, from above to below. */
type Side = {
  readonly top: number
  readonly bottom: number
  /** Where it is at `top`, and how far it goes to the right for each pixel down. */
  readonly x: number
  readonly slope: number
  /** 1 where the outline goes down, −1 where it goes up. */
  readonly turn: number
}

type Crossing = { readonly x: number; readonly turn: number }

/**
 * The rows of a polygon. What its outline goes around more than once is within it as well, so that
 * a lasso may cross itself.
 * @param outline flat; the last corner is joined with the first
 */
export function polygonRows(outline: readonly number[]): RegionRows {
  const sides = sidesOf(outline)
  const bounds = pixelsIn(boxAround(outline))
  const left = bounds.x
  let next = 0
  let active: Side[] = []
  return {
    bounds,
    fillRow(y, line) {
      while (next < sides.length && (sides[next]?.top ?? 0) < y + 1) {
        active.push(sides[next] as Side)
        next += 1
      }
      active = active.filter((side) => side.bottom > y)
      const sums = new Float64Array(line.length + 1)
      for (let index = 0; index < linesPerRow; index += 1) {
        addLine(sums, crossingsAt(active, y + (index + 0.5) / linesPerRow), left)
      }
      for (let at = 0; at < line.length; at += 1) {
        line[at] = Math.min(255, Math.round((255 * (sums[at] ?? 0)) / linesPerRow))
      }
    },
  }
}

/** The sides in the order of their beginnings. */
function sidesOf(outline: readonly number[]): readonly Side[] {
  const sides: Side[] = []
  const count = outline.length
  for (let index = 0; index < count; index += 2) {
    const [ax, ay] = [outline[index] ?? 0, outline[index + 1] ?? 0]
    const [bx, by] = [outline[(index + 2) % count] ?? 0, outline[(index + 3) % count] ?? 0]
    if (ay === by) continue
    const slope = (bx - ax) / (by - ay)
    if (ay < by) sides.push({ top: ay, bottom: by, x: ax, slope, turn: 1 })
    else sides.push({ top: by, bottom: ay, x: bx, slope, turn: -1 })
  }
  return sides.toSorted((one, other) => one.top - other.top)
}

function crossingsAt(sides: readonly Side[], y: number): readonly Crossing[] {
  return sides
    .filter(({ top, bottom }) => top <= y && y < bottom)
    .map(({ x, top, slope, turn }) => ({ x: x + (y - top) * slope, turn }))
    .toSorted((one, other) => one.x - other.x)
}

/** Adds how much of each pixel lies within the outline along one line. */
function addLine(sums: Float64Array, crossings: readonly Crossing[], left: number): void {
  let winding = 0
  let from = 0
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x
    winding += turn
    if (winding === 0) addSpan(sums, from - left, x - left)
  }
}

function addSpan(sums: Float64Array, from: number, to: number): void {
  const [first, last] = [Math.floor(from), Math.floor(to)]
  if (first === last) {
    sums[first] = (sums[first] ?? 0) + to - from
    return
  }
  sums[first] = (sums[first] ?? 0) + first + 1 - from
  for (let at = first + 1; at < last; at += 1) sums[at] = (sums[at] ?? 0) + 1
  sums[last] = (sums[last] ?? 0) + to - last
}
