import { sizedPlaneOf, smoothed } from '../raster/pyramid.ts'
import { clamp, type Hole, type Raster } from '../raster/raster.ts'
import type { Level } from './level.ts'

/** Detail is what goes when a picture is halved so often: finer than some 8 pixels. */
const detailHalvings = 3
/** What is near is compared in windows halved so often, some 64 pixels. */
const nearHalvings = 5
/** Steps above this share of those around count as that: edges of things are no texture. */
const texturePercentile = 0.9
/** Contrast is given back by this power of the missing energy of steps; 0.5 would be all of it. */
const exponent = 0.8
const maxGain = 1.35
/** At the rim detail stays as it is, where it continues what is known; from here on it has its full gain. */
const fadePx = 4
/** What has less of the hole in its window is not near. */
const nearShare = 0.02
/** A little of the surroundings' mean counts everywhere, where nothing is near. */
const farShare = 0.05

/**
 * Gives the hole's detail the contrast of its surroundings. The search prefers quiet patches, which
 * agree with anything, so the copied detail is too quiet on average and reads as haze.
 * Changes `picture` in place, within the hole only.
 * @param level the finest
 */
export function restoreContrast(picture: Raster, level: Level): void {
  const { hole, depth } = level
  const gain = gainsOf(picture, hole)
  for (let channel = 0; channel < 3; channel++) {
    const made = sizedPlaneOf(picture, (at) => picture.data[at * 3 + channel]!)
    const smooth = smoothed(made, detailHalvings).values
    for (let at = 0; at < hole.length; at++) {
      if (hole[at] === 0) continue
      const amount = (gain[at]! - 1) * Math.min(1, depth[at]! / fadePx)
      const detail = made.values[at]! - smooth[at]!
      picture.data[at * 3 + channel] = clamp(Math.round(made.values[at]! + detail * amount), 0, 255)
    }
  }
}

/** By how much detail is to grow: 1 where the hole is as lively as what is known around it. */
function gainsOf(picture: Raster, hole: Hole): Float32Array {
  const inHole = smoothed(
    sizedPlaneOf(picture, (at) => hole[at]!),
    nearHalvings,
  ).values
  const steps = stepsOf(picture)
  const known = [...steps]
    .filter((_, at) => hole[at] === 0 && inHole[at]! > nearShare)
    .sort((a, b) => a - b)
  const most = known[Math.floor(known.length * texturePercentile)] ?? 0
  const energy = (isMeant: number) =>
    smoothed(
      sizedPlaneOf(picture, (at) => (hole[at] === isMeant ? Math.min(steps[at]!, most) : 0)),
      nearHalvings,
    ).values
  const [around, made] = [energy(0), energy(1)]
  const everywhere = known.reduce((sum, step) => sum + Math.min(step, most), 0) / known.length
  return inHole.map((share, at) => {
    if (hole[at] === 0) return 1
    const there = (around[at]! + everywhere * farShare) / (1 - share + farShare)
    const here = made[at]! / share
    return clamp((there / Math.max(here, 1e-6)) ** exponent, 1, maxGain)
  })
}

/** Squared steps of brightness to the right and down, at each pixel. */
function stepsOf(picture: Raster): Float32Array {
  const { width, height, data } = picture
  const light = sizedPlaneOf(
    picture,
    (at) => data[at * 3]! * 0.3 + data[at * 3 + 1]! * 0.59 + data[at * 3 + 2]! * 0.11,
  ).values
  return light.map((here, at) => {
    const right = at % width < width - 1 ? light[at + 1]! : here
    const down = at < width * (height - 1) ? light[at + width]! : here
    return (right - here) ** 2 + (down - here) ** 2
  })
}
