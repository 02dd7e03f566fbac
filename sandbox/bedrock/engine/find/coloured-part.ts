import { findBlobs, keepLargest } from '../raster/blobs.ts'
import { type Colour, smoothstep } from '../raster/colour.ts'
import type { Plane } from '../raster/plane.ts'
import { isGrey, likeNamed, likeThose } from './likeness.ts'
import { closed, type Overview, subjectOf } from './subject.ts'

/** How much what does not stand out at all counts beside what does: the first time, and when its colour is known. */
const plainShare = { first: 0.25, known: 0.6 }
/** Of the side of a square as large as all of a colour: parts nearer than twice this are of one thing. */
const nearShare = 0.2
/** A thing that is more than this of a colour is of that colour, with all its stripes. */
const mostly = 0.5
/** A thing that is less than this of a grey only has a grey part. */
const hardly = 0.25

/**
 * Finds what has a colour: first what is most like it and stands out, then all that has the very
 * colour found, in light and shade; with what lies between, as the stripes of a ball do.
 * @param place where it is said to be, 0..1 a pixel
 * @returns 0..1 a pixel of the overview
 */
export function colouredPart(overview: Overview, colour: Colour, place?: Plane): Plane {
  const { lab, size, salience } = overview
  const standing = (likeness: Plane, plain: number): Plane =>
    likeness.map(
      (share, pixel) => share * (place?.[pixel] ?? 1) * (plain + (1 - plain) * salience[pixel]!),
    )
  const first = clearest(standing(likeNamed(lab, colour), plainShare.first))
  const like = isGrey(colour) ? first : clearest(standing(likeThose(lab, first), plainShare.known))
  const subject = subjectOf(overview, 0.1)
  const filled = withBetween(like, { overview, subject })
  const { labels, blobs } = findBlobs(subject, { size, threshold: 0.5, weights: filled })
  const whole = filled.map((share, pixel) => {
    const thing = blobs[labels[pixel]! - 1]
    if (thing === undefined) return share
    if (thing.weight > thing.area * mostly) return Math.max(share, subject[pixel]!)
    return isGrey(colour) && thing.weight < thing.area * hardly ? 0 : share
  })
  return keepLargest(whole, { size, weights: standing(like, plainShare.first), share: 0.15 })
}

/** Beside what is surest, what is less than half as sure soon counts for nothing. */
function clearest(guess: Plane): Plane {
  const surest = Float32Array.from(guess).sort()[Math.floor(guess.length * 0.995)]! + 1e-6
  return guess.map((share) => smoothstep(0.2, 0.8, share / surest))
}

/** Of the subject, what lies between parts that are near each other. */
function withBetween(
  part: Plane,
  { overview: { size }, subject }: { readonly overview: Overview; readonly subject: Plane },
): Plane {
  const area = part.reduce((sum, share) => sum + (share >= 0.5 ? 1 : 0), 0)
  const near = closed(part, size, Math.round(Math.sqrt(area) * nearShare))
  return part.map((share, pixel) => Math.max(share, Math.min(near[pixel]!, subject[pixel]!)))
}
