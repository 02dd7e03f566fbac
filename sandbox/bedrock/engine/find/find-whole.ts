import { findBlobs } from '../raster/blobs.ts'
import { growCover } from '../raster/grow-cover.ts'
import type { Size } from '../raster/plane.ts'
import { blankRaster, type Cover, type Hole, type Raster } from '../raster/raster.ts'
import { findPart } from './find-part.ts'

/** What words find less surely than this, of 255, is left alone. */
const faint = 40
/** Of a picture's shorter side: what is found is widened by it, since its rim is never quite found. */
const rimShare = 1 / 128
/** A convex hull that is more than this times what was found is not the outline of one thing. */
const maxMore = 1.9

/** @returns a picture of the same size, white where `wholePart` is */
export function findWhole(picture: Raster, words: string): Raster {
  const found = blankRaster(picture.width, picture.height)
  wholePart(picture, words, 0).forEach((value, pixel) => {
    found.data.fill(value, pixel * 3, pixel * 3 + 3)
  })
  return found
}

/**
 * Finds what words name with nothing of it left over: with the bays of its outline, and a rim.
 * @param growPx by how much it is widened beyond that, in pixels
 * @returns 255 where it is, 0 elsewhere
 */
export function wholePart(picture: Raster, words: string, growPx: number): Cover {
  const { data, width, height } = findPart(picture, words)
  const found = Uint8Array.from({ length: width * height }, (_, pixel) =>
    data[pixel * 3]! < faint ? 0 : 1,
  )
  const rimPx = Math.round(Math.min(width, height) * rimShare)
  const whole = growCover(picture, withBays(picture, found), growPx + rimPx)
  return whole.map((isIn) => isIn * 255)
}

/** Each connected part with its convex hull, unless that is much more than the part itself. */
function withBays(size: Size, found: Hole): Hole {
  const plane = Float32Array.from(found)
  const { labels, blobs } = findBlobs(plane, { size, threshold: 1, weights: plane })
  const outlines = outlinesOf(labels, size, blobs.length)
  const whole = Uint8Array.from(found)
  for (const { label, area } of blobs) {
    const { top, lefts, rights } = outlines[label - 1]!
    const first = minHull(lefts)
    const last = minHull(rights.map((x) => -x)).map((x) => -x)
    const hullArea = first.reduce((sum, left, row) => sum + last[row]! - left + 1, 0)
    if (hullArea > area * maxMore) continue
    first.forEach((left, row) => {
      const start = (top + row) * size.width
      whole.fill(1, start + Math.ceil(left), start + Math.floor(last[row]!) + 1)
    })
  }
  return whole
}

type Outline = { top: number; readonly lefts: number[]; readonly rights: number[] }

/** The first and last pixel of each label in each of its rows, which follow one another. */
function outlinesOf(labels: Int32Array, { width }: Size, count: number): readonly Outline[] {
  const outlines = Array.from({ length: count }, (): Outline => ({ top: 0, lefts: [], rights: [] }))
  labels.forEach((label, pixel) => {
    if (label === 0) return
    const outline = outlines[label - 1]!
    const x = pixel % width
    const y = (pixel - x) / width
    if (outline.lefts.length === 0) outline.top = y
    if (outline.top + outline.lefts.length === y) outline.lefts.push(x)
    outline.rights[y - outline.top] = x
  })
  return outlines
}

/** The largest convex function below the values (Andrew's monotone chain, 1979). */
function minHull(values: readonly number[]): readonly number[] {
  const corners: number[] = []
  for (let at = 0; at < values.length; at++) {
    for (; corners.length > 1; corners.pop()) {
      const [a, b] = [corners[corners.length - 2]!, corners[corners.length - 1]!]
      if ((values[b]! - values[a]!) * (at - a) < (values[at]! - values[a]!) * (b - a)) break
    }
    corners.push(at)
  }
  const hull: number[] = [...values]
  for (let corner = 1; corner < corners.length; corner++) {
    const [a, b] = [corners[corner - 1]!, corners[corner]!]
    const slope = (values[b]! - values[a]!) / (b - a)
    for (let at = a + 1; at < b; at++) hull[at] = values[a]! + slope * (at - a)
  }
  return hull
}
