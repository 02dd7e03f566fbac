import { paintedOver } from '../raster/kuwahara.ts'
import { fromLab, type Lab, toLab } from '../raster/lab.ts'
import { type Plane, type Size, smooth } from '../raster/plane.ts'
import type { Raster } from '../raster/raster.ts'
import { shrinkTo } from '../raster/resample.ts'
import { wovenFrom } from './weave.ts'

/** The style picture is reduced to at most this many pixels before it is analysed. */
const stylePixels = 260_000

/**
 * A picture in the palette, the light and the texture of another one.
 * @param job.strength 0..1: how much of the style
 * @param job.looseness 0..1: how broad the strokes are in which it is painted
 */
export function restyle(job: {
  readonly picture: Raster
  readonly style: Raster
  readonly seed: number
  readonly strength: number
  readonly looseness: number
}): Raster {
  const { picture, strength, seed } = job
  const size = { width: picture.width, height: picture.height }
  const style = shrinkTo(job.style, stylePixels)
  const own = toLab(picture)
  const strokes = (1 + job.looseness * 9) * strength * Math.sqrt(size.width * size.height) * 0.0022
  const drawn = job.looseness > 0 && strokes >= 1 ? paintedOver(own, size, strokes) : own
  const model = toLab(style)
  const matched = matchColours(drawn, model, strength)
  const textured = matchTexture(matched.light, size, { model: model.light, style, strength })
  const woven = wovenFrom(model.light, style, { size, seed })
  const light = textured.map((value, at) => value + woven[at]! * 0.45 * strength)
  return fromLab({ ...matched, light }, size)
}

/** Moves the colours of a picture as a whole to where those of another one are. */
export function matchColours(lab: Lab, model: Lab, strength: number): Lab {
  const from = chromaStats(lab)
  const to = chromaStats(model)
  const turn = transport(from.spread, to.spread)
  const light = matchLight(lab.light, model.light)
  return {
    light: lab.light.map((value, at) => value + (light[at]! - value) * strength),
    a: lab.a.map((value, at) => {
      const u = value - from.a
      const moved = to.a + turn[0] * u + turn[1] * (lab.b[at]! - from.b)
      return value + (moved - value) * strength
    }),
    b: lab.b.map((value, at) => {
      const v = value - from.b
      const moved = to.b + turn[2] * (lab.a[at]! - from.a) + turn[3] * v
      return value + (moved - value) * strength
    }),
  }
}

/** Two by two, row by row. */
type Matrix = readonly [number, number, number, number]

function chromaStats({ a, b }: Lab): { a: number; b: number; spread: Matrix } {
  let meanA = 0
  let meanB = 0
  for (let at = 0; at < a.length; at++) {
    meanA += a[at]! / a.length
    meanB += b[at]! / a.length
  }
  let aa = 1e-5
  let ab = 0
  let bb = 1e-5
  for (let at = 0; at < a.length; at++) {
    const u = a[at]! - meanA
    const v = b[at]! - meanB
    aa += (u * u) / a.length
    ab += (u * v) / a.length
    bb += (v * v) / a.length
  }
  return { a: meanA, b: meanB, spread: [aa, ab, ab, bb] }
}

/** The least motion that turns one spread into another (Pitié and Kokaram 2007), held in bounds. */
function transport(from: Matrix, to: Matrix): Matrix {
  const root = squareRoot(from)
  const back = inverse(root)
  const moved = times(times(back, squareRoot(times(times(root, to), root))), back)
  const most = Math.max(...moved.map(Math.abs))
  // A nearly grey picture has no spread to turn: what little there is must not become noise.
  const held = most > 2.6 ? 2.6 / most : 1
  return [moved[0] * held, moved[1] * held, moved[2] * held, moved[3] * held]
}

function squareRoot([a, b, c, d]: Matrix): Matrix {
  const s = Math.sqrt(Math.max(0, a * d - b * c))
  const t = Math.sqrt(Math.max(1e-12, a + d + 2 * s))
  return [(a + s) / t, b / t, c / t, (d + s) / t]
}

function inverse([a, b, c, d]: Matrix): Matrix {
  const scale = 1 / Math.max(1e-12, a * d - b * c)
  return [d * scale, -b * scale, -c * scale, a * scale]
}

function times(p: Matrix, q: Matrix): Matrix {
  return [
    p[0] * q[0] + p[1] * q[2],
    p[0] * q[1] + p[1] * q[3],
    p[2] * q[0] + p[3] * q[2],
    p[2] * q[1] + p[3] * q[3],
  ]
}

const bins = 256

/** Gives a plane the other's histogram, no step of it steeper than grain can bear. */
function matchLight(plane: Plane, model: Plane): Plane {
  const own = shares(plane)
  const other = shares(model)
  const table = new Float32Array(bins)
  let at = 0
  for (let bin = 0; bin < bins; bin++) {
    while (at < bins - 1 && other[at]! < own[bin]!) at++
    table[bin] = at / (bins - 1)
  }
  for (let bin = 1; bin < bins; bin++) {
    table[bin] = Math.min(table[bin]!, table[bin - 1]! + 2.5 / bins)
  }
  return plane.map((value) => {
    const place = Math.min(bins - 1.001, Math.max(0, value * (bins - 1)))
    const bin = Math.floor(place)
    return table[bin]! + (table[bin + 1]! - table[bin]!) * (place - bin)
  })
}

/** The share of a plane at or below each of its levels. */
function shares(plane: Plane): Float64Array {
  const counts = new Float64Array(bins)
  for (const value of plane) {
    counts[Math.min(bins - 1, Math.max(0, Math.round(value * (bins - 1))))]! += 1 / plane.length
  }
  for (let bin = 1; bin < bins; bin++) counts[bin]! += counts[bin - 1]!
  return counts
}

/** Makes the fine and the coarse detail as strong as the style's. */
function matchTexture(
  light: Plane,
  size: Size,
  options: { readonly model: Plane; readonly style: Size; readonly strength: number },
): Plane {
  let rest = light
  let modelRest = options.model
  const sum = new Float32Array(light.length)
  for (const radius of [1, 3, 8]) {
    const soft = smooth(rest, size, radius)
    const modelSoft = smooth(modelRest, options.style, radius)
    const ratio = energy(modelRest, modelSoft) / energy(rest, soft)
    const gain = 1 + (Math.min(1.9, Math.max(0.45, ratio)) - 1) * options.strength
    for (let at = 0; at < sum.length; at++) sum[at]! += (rest[at]! - soft[at]!) * gain
    rest = soft
    modelRest = modelSoft
  }
  return sum.map((value, at) => value + rest[at]!)
}

function energy(plane: Plane, soft: Plane): number {
  let sum = 1e-9
  for (let at = 0; at < plane.length; at++) sum += (plane[at]! - soft[at]!) ** 2 / plane.length
  return Math.sqrt(sum)
}
