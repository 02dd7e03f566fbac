import { findBlobs, keepLargest, onlyBlobs } from './blobs.ts'
import { type Colour, namedColours } from './colour.ts'
import { type Lab, labOf } from './lab.ts'
import { boxMean, type Plane, type Size, steepness } from './plane.ts'
import { blankRaster, type Raster } from './raster.ts'
import { salienceOf } from './salience.ts'
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

/** In lower case; of a plural the singular as well, since oranges are orange. */
function wordsOf(text: string): readonly string[] {
  const words: readonly string[] = text.toLowerCase().match(/[\p{L}]+/gu) ?? []
  return words.flatMap((word) => (word.endsWith('s') ? [word, word.slice(0, -1)] : [word]))
}

/** How each kind of thing looks: 0..1 a pixel, from its place, colour and smoothness. */
type Look = (pixel: Sight) => number

type Sight = {
  /** 0 = top .. 1 = bottom, and 0 = left .. 1 = right. */
  readonly down: number
  readonly across: number
  readonly light: number
  readonly a: number
  readonly b: number
  /** 0 = even .. 1 = busy. */
  readonly busy: number
}

const things: readonly (readonly [words: string, Look])[] = [
  [
    'sky cloud clouds heaven',
    ({ down, light, a, b, busy }) =>
      ramp(0.75 - down, 0.5) *
      ramp(light - 0.35, 0.3) *
      (1 - busy) *
      (b < 0.03 ? 1 : 0.5) *
      (a < 0.05 ? 1 : 0.6),
  ],
  [
    'water sea ocean lake river pool pond wave waves',
    ({ down, b, busy, light }) =>
      ramp(down - 0.2, 0.3) * ramp(0.045 - b, 0.08) * (1 - busy * 0.5) * ramp(0.95 - light, 0.2),
  ],
  [
    'plant plants tree trees grass leaf leaves lawn bush bushes hedge forest foliage vegetation ivy',
    ({ a, b }) => ramp(-a - 0.005, 0.05) * ramp(b - 0.005, 0.04),
  ],
  [
    'ground floor sand beach road street path pavement earth soil courtyard tabletop table',
    ({ down, a }) => ramp(down - 0.4, 0.4) * (a > -0.03 ? 1 : 0.4),
  ],
]

const sides: Readonly<Record<string, (u: number, v: number) => number>> = {
  left: (u) => ramp(0.6 - u, 0.3),
  right: (u) => ramp(u - 0.4, 0.3),
  top: (_, v) => ramp(0.6 - v, 0.3),
  upper: (_, v) => ramp(0.6 - v, 0.3),
  bottom: (_, v) => ramp(v - 0.4, 0.3),
  lower: (_, v) => ramp(v - 0.4, 0.3),
  middle: (u, v) => ramp(0.42 - Math.hypot(u - 0.5, v - 0.5), 0.2),
  centre: (u, v) => ramp(0.42 - Math.hypot(u - 0.5, v - 0.5), 0.2),
  center: (u, v) => ramp(0.42 - Math.hypot(u - 0.5, v - 0.5), 0.2),
}

/** 0 up to 0, 1 from `width` on. */
function ramp(value: number, width: number): number {
  return Math.min(1, Math.max(0, value / width))
}

function likelyPart(overview: Overview, words: readonly string[]): Plane {
  const { lab, size } = overview
  if (words.includes('background') || words.includes('backdrop')) {
    return subjectOf(overview, 0.12).map((share) => 1 - share)
  }
  const colour = words.map((word) => namedColours[word]).find((each) => each !== undefined)
  const thing = things.find(([names]) => words.some((word) => names.split(' ').includes(word)))
  const sided = words.flatMap((word) => sides[word] ?? [])
  const isNamed = thing !== undefined || sided.length > 0
  if (colour === undefined && !isNamed) return subjectOf(overview, 0.45)
  const whole = colour && !isNamed ? thingOf(overview, labOf(colour)) : undefined
  if (whole !== undefined) return whole
  const guess = guessOf(overview, { look: thing?.[1], colour, sided })
  const likely = segment(lab, guess, { size, prior: colour === undefined ? 0.9 : 1.6 })
  // A colour may be in many places: the ones that stand out are meant; things are one or two.
  const weights = colour === undefined ? likely : salienceOf(lab, size)
  return keepLargest(likely, { size, weights, share: 0.1 })
}

/** How likely each pixel is meant, by all that is known of it: look, colour and sides. */
function guessOf(
  { lab, size }: Overview,
  known: {
    readonly look: Look | undefined
    readonly colour: Colour | undefined
    readonly sided: readonly ((u: number, v: number) => number)[]
  },
): Plane {
  const byLook = known.look && lookedAt(lab, size, known.look)
  const byColour = known.colour && colouredLike(lab, labOf(known.colour))
  return new Float32Array(lab.light.length).map((_, pixel) => {
    const u = (pixel % size.width) / size.width
    const v = Math.floor(pixel / size.width) / size.height
    const bySide = known.sided.reduce((share, side) => share * side(u, v), 1)
    return (byLook?.[pixel] ?? 1) * (byColour?.[pixel] ?? 1) * bySide
  })
}

/** A thing of a colour has this much of it at least; it may have stripes. */
const leastColoured = 0.25

/** Of the things that stand out, those that have most of a colour, whole; none when none has much. */
function thingOf(overview: Overview, colour: readonly [number, number, number]): Plane | undefined {
  const { lab, size } = overview
  const subject = subjectOf(overview, 0.1)
  const coloured = colouredLike(lab, colour)
  const { labels, blobs } = findBlobs(subject, { size, threshold: 0.5, weights: coloured })
  const heaviest = Math.max(0, ...blobs.map(({ weight }) => weight))
  const kept = new Set(
    blobs
      .filter(({ weight, area }) => weight > heaviest * 0.2 && weight > area * leastColoured)
      .map(({ label }) => label),
  )
  if (kept.size === 0) return undefined
  const thing = onlyBlobs(subject, { size, labels, isKept: (label) => kept.has(label) })
  return goneOn(overview, thing, coloured)
}

/** How much a thing as it was found counts beside its colours when they lead on from it. */
const foundPrior = 0.6
/** So much like the colour named is what may join a thing. */
const leastLike = 0.3

/** With what joins a thing and has its colours, though it stands out less: a cone's tip before bricks. */
function goneOn({ lab, size }: Overview, thing: Plane, coloured: Plane): Plane {
  const likely = segment(lab, thing, { size, prior: foundPrior })
  const whole = thing.map((share, pixel) =>
    Math.max(share, coloured[pixel]! < leastLike ? 0 : likely[pixel]!),
  )
  const { labels, blobs } = findBlobs(whole, { size, threshold: 0.5, weights: thing })
  return onlyBlobs(whole, { size, labels, isKept: (label) => blobs[label - 1]!.weight > 0.5 })
}

function lookedAt(lab: Lab, size: Size, look: Look): Plane {
  const busy = boxMean(steepness(lab.light, size), size, 4)
  return lab.light.map((light, pixel) =>
    look({
      down: Math.floor(pixel / size.width) / size.height,
      across: (pixel % size.width) / size.width,
      light,
      a: lab.a[pixel]!,
      b: lab.b[pixel]!,
      busy: Math.min(1, busy[pixel]! / 0.03),
    }),
  )
}

/** Hues that have names of their own: what is nearer to one of them is not of the colour named. */
const basicHues = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'].map(
  (name) => hueOf(labOf(namedColours[name]!)),
)
/** Basic hues nearer than this, in radians, are the colour's own. */
const ownHue = 0.2

/** Like the colour: by its hue where it has one, by its lightness where it is a grey. */
function colouredLike(lab: Lab, colour: readonly [number, number, number]): Plane {
  const [light, a, b] = colour
  const isGrey = Math.hypot(a, b) < 0.03
  const hue = hueOf(colour)
  const rivals = basicHues.filter((each) => turnOf(each, hue) > ownHue)
  return lab.light.map((value, pixel) => {
    const u = lab.a[pixel]!
    const v = lab.b[pixel]!
    const own = Math.hypot(u, v)
    if (isGrey) return Math.exp(-((own / 0.05) ** 2) - ((value - light) / 0.18) ** 2)
    const at = Math.atan2(v, u)
    const turn = turnOf(at, hue)
    const rival = Math.min(...rivals.map((each) => turnOf(each, at)))
    const byHue = Math.exp(-((turn / 0.8) ** 2)) / (1 + Math.exp((turn - rival) / 0.1))
    return byHue * Math.exp(-(((value - light) / 0.42) ** 2)) * ramp(own - 0.02, 0.04)
  })
}

/** Radians in OKLab's plane of colours. */
function hueOf([, a, b]: readonly [number, number, number]): number {
  return Math.atan2(b, a)
}

/** How far two hues lie apart: 0..π. */
function turnOf(one: number, other: number): number {
  const apart = Math.abs(one - other)
  return Math.min(apart, 2 * Math.PI - apart)
}
