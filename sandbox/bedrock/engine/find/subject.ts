import { keepLargest } from '../raster/blobs.ts'
import { growCover } from '../raster/grow-cover.ts'
import { explainByColours } from '../raster/guided-filter.ts'
import { type Lab, toLab } from '../raster/lab.ts'
import type { Plane, Size } from '../raster/plane.ts'
import type { Raster } from '../raster/raster.ts'
import { shrinkTo } from '../raster/resample.ts'
import { salienceOf, splitAt } from './salience.ts'
import { segment } from './segment.ts'

/** Parts are told apart in a picture of this many pixels, then fitted to the edges of the large one. */
const workPixels = 90_000

/** Of the salience of what stands out most: less than that is never looked at. */
const faintest = 0.12

/** What stands out less than this beside a thing is its shadow. */
const minLit = 0.2

/** A picture small enough to look at as a whole, and how much each of its pixels stands out, 0..1. */
export type Overview = { readonly size: Size; readonly lab: Lab; readonly salience: Plane }

/** @returns the small picture in which parts are looked for */
export function overviewOf(picture: Raster): Overview {
  const small = shrinkTo(picture, workPixels)
  const size = { width: small.width, height: small.height }
  const lab = toLab(small)
  return { size, lab, salience: salienceOf(lab, size) }
}

/**
 * What a picture is of, 0..1 a pixel of its overview: what stands out, told apart by its colours.
 * @param share things that stand out less than this share of the first one are not part of it
 */
export function subjectOf({ lab, size, salience }: Overview, share: number): Plane {
  const threshold = splitAt(salience)
  const guess = salience.map((value) => Math.min(1, Math.max(0, (value - threshold) * 1.6 + 0.5)))
  const likely = segment(lab, guess, { size, prior: 1.5 })
  const clear = keepLargest(likely, { size, weights: salience, share: faintest })
  // The stripes of a ball are one thing before it is asked which things stand out enough.
  const narrow = Math.min(size.width, size.height) / 22
  const whole = closed(clear, size, Math.round(narrow))
  const lit = whole.map((value, pixel) => (salience[pixel]! < minLit ? 0 : value))
  return keepLargest(closed(lit, size, Math.round(narrow / 2)), { size, weights: salience, share })
}

/** Bays and holes narrower than twice the radius belong to the thing around them: widened, then narrowed. */
export function closed(part: Plane, size: Size, radius: number): Plane {
  const sure = Uint8Array.from(part.map((share) => (share >= 0.5 ? 1 : 0)))
  const wide = growCover(size, sure, radius)
  const outside = growCover(
    size,
    wide.map((isIn) => 1 - isIn),
    radius,
  )
  return part.map((share, pixel) => Math.max(share, outside[pixel] === 0 ? 0.9 : 0))
}

/**
 * Fits a part that was found in the overview to the edges of the picture itself.
 * @returns 0..1 a pixel of the picture
 */
export function fitToEdges(picture: Raster, overview: Overview, part: Plane): Plane {
  const { size, lab } = overview
  const fitted = explainByColours(part, lab, { size, radius: 4, softness: 0.0004 })
  return fitted(toLab(picture), picture).map((share) => {
    // What is nearly all or nearly nothing is: a matte is soft along its rim only.
    return Math.min(1, Math.max(0, (share - 0.5) * 2.2 + 0.5))
  })
}
