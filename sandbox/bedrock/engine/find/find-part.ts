import { keepLargest } from '../raster/blobs.ts'
import { namedColours } from '../raster/colour.ts'
import type { Plane } from '../raster/plane.ts'
import { blankRaster, type Raster } from '../raster/raster.ts'
import { colouredPart } from './coloured-part.ts'
import { type Kind, kindOf, looksLike, placedAt } from './looks.ts'
import { segment } from './segment.ts'
import { fitToEdges, type Overview, overviewOf, subjectOf } from './subject.ts'

/**
 * Finds what words name: a thing of a colour, a colour, sky, water, ground, plants, the background or a side of the
 * picture; for words that say none of it, what the picture is of.
 * @returns a picture of the same size, white where it is, grey along its rim
 */
export function findPart(picture: Raster, words: string): Raster {
  const overview = overviewOf(picture)
  const part = fitToEdges(picture, overview, likelyPart(overview, wordsOf(words)))
  const found = blankRaster(picture.width, picture.height)
  part.forEach((share, pixel) => {
    found.data.fill(Math.round(share * 255), pixel * 3, pixel * 3 + 3)
  })
  return found
}

type Words = {
  readonly all: readonly string[]
  /** Those before "on the table" and the like, which only say where it is. */
  readonly thing: readonly string[]
}

const prepositions = new Set(
  'on in at near by beside behind under above below over before against with from'.split(' '),
)

/** In lower case; of a plural the singular as well, since oranges are orange. */
function wordsOf(text: string): Words {
  const words: readonly string[] = text.toLowerCase().match(/[\p{L}]+/gu) ?? []
  const all = words.flatMap((word) => (word.endsWith('s') ? [word, word.slice(0, -1)] : [word]))
  const end = all.findIndex((word) => prepositions.has(word))
  return { all, thing: end < 1 ? all : all.slice(0, end) }
}

function likelyPart(overview: Overview, { all, thing }: Words): Plane {
  if (thing.includes('background') || thing.includes('backdrop')) {
    return subjectOf(overview, 0.12).map((share) => 1 - share)
  }
  const { lab, size } = overview
  const place = placedAt(all, size)
  const kind = kindOf(thing)
  if (kind !== undefined) return kindPart(overview, kind, place)
  const colour = [...thing, ...all].map((word) => namedColours[word]).find(Boolean)
  if (colour !== undefined) return colouredPart(overview, colour, place)
  if (place === undefined) return subjectOf(overview, 0.45)
  return keepLargest(segment(lab, place, { size, prior: 0.9 }), {
    size,
    weights: place,
    share: 0.1,
  })
}

/** What is of a kind, whatever colour it is said to have: a sky is not the bluest thing of a picture. */
function kindPart(overview: Overview, kind: Kind, place: Plane | undefined): Plane {
  const { lab, size } = overview
  const look = looksLike(kind, lab, size)
  const guess = place ? look.map((share, pixel) => share * place[pixel]!) : look
  const likely = segment(lab, guess, { size, prior: 0.9 })
  const before = kind.isGround ? subjectOf(overview, 0.05) : undefined
  const part = before ? likely.map((share, pixel) => share * (1 - before[pixel]!)) : likely
  return keepLargest(part, { size, weights: part, share: 0.1 })
}
