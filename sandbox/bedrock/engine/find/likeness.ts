import { type Colour, namedColours, smoothstep } from '../raster/colour.ts'
import { type Lab, labOf } from '../raster/lab.ts'
import type { Plane } from '../raster/plane.ts'

/** Radians in OKLab's plane of colours. */
type Hue = number

/** Hues that have names of their own: what is nearer to one of them is not of the colour named. */
const basicHues = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'].map(
  (name) => {
    const [, a, b] = labOf(namedColours[name]!)
    return Math.atan2(b, a)
  },
)
/** Basic hues nearer than this are the colour's own. */
const ownHue = 0.2
/** A colour with less chroma than this is a grey, and has no hue to speak of. */
const greyChroma = 0.03
/** Hues nearer than this may be meant by one name. */
const sameName = 0.5

/** @returns whether a colour has no hue to be found by */
export function isGrey(colour: Colour): boolean {
  const [, a, b] = labOf(colour)
  return Math.hypot(a, b) < greyChroma
}

/**
 * How like a colour named each pixel is, 0..1: by its hue where the colour has one, and by how
 * strong it is beside the strongest of that hue; by its lightness where it is a grey.
 */
export function likeNamed(lab: Lab, colour: Colour): Plane {
  const [light, a, b] = labOf(colour)
  if (isGrey(colour)) {
    return lab.light.map((value, pixel) =>
      Math.exp(-((chromaAt(lab, pixel) / 0.05) ** 2) - ((value - light) / 0.18) ** 2),
    )
  }
  const hue = Math.atan2(b, a)
  const rivals = basicHues.filter((each) => turnOf(each, hue) > ownHue)
  const strongest = strongestOf(lab, hue)
  return lab.light.map((value, pixel) => {
    const at = hueAt(lab, pixel)
    const turn = turnOf(at, hue)
    const rival = Math.min(...rivals.map((each) => turnOf(each, at)))
    const byHue = Math.exp(-((turn / 0.8) ** 2)) / (1 + Math.exp((turn - rival) / 0.1))
    const byLight = Math.exp(-(((value - light) / 0.42) ** 2))
    return byHue * byLight * smoothstep(0.25, 0.65, chromaAt(lab, pixel) / strongest)
  })
}

/**
 * How like the colour of some pixels each is, 0..1, whatever light falls on it: a shade of a colour
 * keeps its hue, and its chroma as a share of its lightness.
 * @param those how much each pixel is one of them, 0..1
 */
export function likeThose(lab: Lab, those: Plane): Plane {
  let [u, v, sum] = [0, 0, 1e-6]
  those.forEach((share, pixel) => {
    const weight = share ** 2
    u += (weight * lab.a[pixel]!) / lightAt(lab, pixel)
    v += (weight * lab.b[pixel]!) / lightAt(lab, pixel)
    sum += weight
  })
  const hue = Math.atan2(v, u)
  const saturation = Math.hypot(u, v) / sum + 1e-6
  return those.map((_, pixel) => {
    const turn = turnOf(hueAt(lab, pixel), hue)
    const own = saturationAt(lab, pixel) / saturation
    return Math.exp(-((turn / 0.3) ** 2)) * smoothstep(0.4, 0.85, own)
  })
}

/** @returns a pixel's chroma as a share of its lightness: the same in light and in shade */
export function saturationAt(lab: Lab, pixel: number): number {
  return chromaAt(lab, pixel) / lightAt(lab, pixel)
}

/** The chroma that few pixels of about this hue exceed. */
function strongestOf(lab: Lab, hue: Hue): number {
  const strong = lab.light.map((_, pixel) =>
    turnOf(hueAt(lab, pixel), hue) < sameName ? chromaAt(lab, pixel) : 0,
  )
  return Math.max(greyChroma, strong.sort()[Math.floor(strong.length * 0.996)]!)
}

/** In the dark a hue is noise: it counts as a little lighter. */
function lightAt({ light }: Lab, pixel: number): number {
  return light[pixel]! + 0.05
}

function chromaAt({ a, b }: Lab, pixel: number): number {
  return Math.hypot(a[pixel]!, b[pixel]!)
}

function hueAt({ a, b }: Lab, pixel: number): Hue {
  return Math.atan2(b[pixel]!, a[pixel]!)
}

/** How far two hues lie apart: 0..π. */
function turnOf(one: Hue, other: Hue): number {
  const apart = Math.abs(one - other)
  return Math.min(apart, 2 * Math.PI - apart)
}
