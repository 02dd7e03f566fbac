import { findBlobs } from '../raster/blobs.ts'
import { growCover } from '../raster/grow-cover.ts'
import { boxMean, type Plane, smooth } from '../raster/plane.ts'
import type { Overview } from './subject.ts'

/** Ground that has less than this of the light around it is in a shadow. */
const shaded = 0.9
/** A shadow has the ground's colour: `a` and `b` as shares of lightness differ by no more. */
const sameColour = 0.05
/** Of the picture's shorter side: how far around a pixel its ground is looked at. */
const aroundShare = 1 / 5
/** A shadow begins this near to what throws it, in pixels. */
const touchPx = 3

/**
 * Finds the shadows of things: ground beside them that is darker than around, and of its colour.
 * @param things 0..1 a pixel
 * @returns 1 where a shadow is, 0 elsewhere
 */
export function shadowOf({ lab, size }: Overview, things: Plane): Plane {
  const ground = things.map((share) => (share < 0.5 ? 1 : 0))
  const radius = Math.round(Math.min(size.width, size.height) * aroundShare)
  const known = boxMean(ground, size, radius)
  const around = (plane: Plane): Plane => {
    const sum = boxMean(
      plane.map((value, pixel) => value * ground[pixel]!),
      size,
      radius,
    )
    return sum.map((value, pixel) => value / (known[pixel]! + 1e-6))
  }
  const [light, a, b] = [around(lab.light), around(lab.a), around(lab.b)]
  // Joints between bricks and the backs of waves are no shadows.
  const even = {
    light: smooth(lab.light, size, 3),
    a: smooth(lab.a, size, 3),
    b: smooth(lab.b, size, 3),
  }
  const dark = ground.map((isGround, pixel) => {
    const own = even.light[pixel]! + 1e-6
    const usual = light[pixel]! + 1e-6
    const byA = even.a[pixel]! / own - a[pixel]! / usual
    const byB = even.b[pixel]! / own - b[pixel]! / usual
    return isGround && own < usual * shaded && Math.hypot(byA, byB) < sameColour ? 1 : 0
  })
  const beside = growCover(size, Uint8Array.from(ground.map((isGround) => 1 - isGround)), touchPx)
  const { labels, blobs } = findBlobs(dark, {
    size,
    threshold: 1,
    weights: Float32Array.from(beside),
  })
  return Float32Array.from(
    labels.map((label) => (label > 0 && blobs[label - 1]!.weight > 0 ? 1 : 0)),
  )
}
