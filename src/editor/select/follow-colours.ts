import type { Click } from '../document/region-steps.ts'
import type { Pixels } from './pixels.ts'
import { maskPx, modelPx, type Prompt } from './segmenter.ts'

/**
 * Finds an object by its colours alone, for devices that cannot run the networks: each place belongs to the
 * click that is nearest to it, where a way is as long as the colours along it change. Without a click that
 * excludes, or beyond a box, the sides of the picture are what does not belong. Pure.
 * @param picture what the networks would see
 * @returns as the networks answer: above 0 within the object
 */
export function followColours(picture: Pixels, { clicks, box }: Prompt): Float32Array {
  const field = fieldOf(picture)
  const inside = clicks.filter(({ isInside }) => isInside)
  const outside = clicks.filter(({ isInside }) => !isInside)
  const [left, top, right, bottom] = box ?? [0, 0, field.width * cellPx, field.height * cellPx]
  const frame = { left, top, right, bottom }
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2, isInside: true }
  const near = distances(field, cellsOf(field, inside.length > 0 ? inside : [middle]))
  const far = distances(field, [...cellsOf(field, outside), ...sidesOf(field, frame)])
  return Float32Array.from(near, (distance, at) =>
    field.isPicture(at) ? (far[at] ?? 0) - distance : -1,
  )
}

/**
 * What has the colour of a click, and hangs together with it.
 * @returns as the networks answer: beyond it nothing is said of the object but the contrary
 */
export function followClick(picture: Pixels, click: Click): Float32Array {
  const field = fieldOf(picture)
  const sign = click.isInside ? 1 : -1
  const away = distances(field, cellsOf(field, [click]))
  return Float32Array.from(away, (distance) => sign * (maxLikeness - distance))
}

const cellPx = modelPx / maskPx
/** What a step costs where no colour changes, in shares of white. */
const stillness = 0.004
/** How far a place is from a click that is still of its colour, in the same shares. */
const maxLikeness = 0.2

type Field = {
  readonly width: number
  readonly height: number
  readonly colours: Float32Array
  isPicture(at: number): boolean
}

/** The mean colour of each cell. */
function fieldOf(picture: Pixels): Field {
  const width = Math.max(1, Math.floor(picture.width / cellPx))
  const height = Math.max(1, Math.floor(picture.height / cellPx))
  const colours = new Float32Array(maskPx * maskPx * 3)
  for (let y = 0; y < height * cellPx; y += 1) {
    for (let x = 0; x < width * cellPx; x += 1) {
      const cell = Math.floor(y / cellPx) * maskPx + Math.floor(x / cellPx)
      for (let part = 0; part < 3; part += 1) {
        const value = picture.data[(y * picture.width + x) * 4 + part] ?? 0
        colours[cell * 3 + part] = (colours[cell * 3 + part] ?? 0) + value / (255 * cellPx * cellPx)
      }
    }
  }
  const isPicture = (at: number) => at % maskPx < width && at < height * maskPx
  return { width, height, colours, isPicture }
}

function cellsOf({ width, height }: Field, clicks: readonly Pick<Click, 'x' | 'y'>[]): number[] {
  const cell = (place: number, count: number) =>
    Math.min(count - 1, Math.max(0, Math.floor(place / cellPx)))
  return clicks.map(({ x, y }) => cell(y, height) * maskPx + cell(x, width))
}

function sidesOf(field: Field, box: Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>) {
  const corners = cellsOf(field, [
    { x: box.left, y: box.top },
    { x: box.right - 1, y: box.bottom - 1 },
  ])
  const [first = 0, last = 0] = corners
  const sides: number[] = []
  for (let x = first % maskPx; x <= last % maskPx; x += 1) {
    sides.push(first - (first % maskPx) + x, last - (last % maskPx) + x)
  }
  for (let row = first - (first % maskPx); row <= last; row += maskPx) {
    sides.push(row + (first % maskPx), row + (last % maskPx))
  }
  return sides
}

/** How far each cell is from the nearest start (Dijkstra, 1959), with buckets in place of a heap. */
function distances(field: Field, starts: readonly number[]): Float64Array {
  const found = new Float64Array(maskPx * maskPx).fill(Number.POSITIVE_INFINITY)
  const buckets: number[][] = []
  const bucketOf = (distance: number) => Math.floor(distance / stillness)
  const visit = (at: number, distance: number) => {
    if (distance >= (found[at] ?? 0)) return
    found[at] = distance
    ;(buckets[bucketOf(distance)] ??= []).push(at)
  }
  for (const start of starts) visit(start, 0)
  for (let bucket = 0; bucket < buckets.length; bucket += 1) {
    const cells = buckets[bucket] ?? []
    for (let at = cells.pop(); at !== undefined; at = cells.pop()) {
      const distance = found[at] ?? 0
      // A shorter way was found meanwhile, from where it has been gone on already.
      if (bucketOf(distance) < bucket) continue
      for (const next of beside(field, at)) visit(next, distance + costOf(field, at, next))
    }
  }
  return found
}

function beside(field: Field, at: number): readonly number[] {
  const x = at % maskPx
  return [x > 0 ? at - 1 : -1, x < maskPx - 1 ? at + 1 : -1, at - maskPx, at + maskPx].filter(
    (next) => next >= 0 && field.isPicture(next),
  )
}

function costOf({ colours }: Field, one: number, other: number): number {
  let sum = 0
  for (let part = 0; part < 3; part += 1) {
    const difference = (colours[one * 3 + part] ?? 0) - (colours[other * 3 + part] ?? 0)
    sum += difference * difference
  }
  return stillness + Math.sqrt(sum)
}
