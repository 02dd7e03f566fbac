import { paintedOver } from '../raster/kuwahara.ts'
import { chromaWeight, type Lab } from '../raster/lab.ts'
import { type Plane, type Size, smooth } from '../raster/plane.ts'

// Distances are in OKLab. Numbers that name no source are set by eye.

/** Below this difference a pixel does not stand out: the two sides differ from each other by as much. */
const likeSides = 0.1
/** A larger difference than this counts no more. */
const maxUnlike = 0.25
/** Weight of lightness beside colour in the barrier distance. */
const barrierLightWeight = 0.8
/** How much barrier distance adds to the difference from the sides. */
const barrierShare = 0.2

/**
 * How much each pixel stands out, 0..1: how unlike it is to both sides of the picture at its height,
 * and a little its barrier distance to the rim (Zhang et al. 2015: the smallest rise and fall on any
 * way there), which is low for all that the rim goes on into.
 */
export function salienceOf(lab: Lab, size: Size): Plane {
  // Waves and bricks are no barriers: their texture is smoothed away first.
  const flat = paintedOver(lab, size, Math.min(size.width, size.height) / 26)
  const barrier = new Float32Array(lab.light.length)
  for (const [plane, weight] of [
    [flat.light, barrierLightWeight],
    [flat.a, chromaWeight],
    [flat.b, chromaWeight],
  ] as const) {
    const distance = barrierDistance(plane, size)
    for (let pixel = 0; pixel < barrier.length; pixel++)
      barrier[pixel]! += distance[pixel]! * weight
  }
  const unlike = unlikeSides(lab, flat, size)
  const salience = barrier.map((value, pixel) => {
    const share = Math.min(1, unlike[pixel]! / likeSides)
    return (
      (value * barrierShare + Math.min(maxUnlike, unlike[pixel]!)) *
      share *
      centreShare(pixel, size)
    )
  })
  return stretched(smooth(salience, size, 1))
}

/** A pixel is compared with the sides up to this share of the height above and below it. */
const sideReach = 0.1
/** This share of the samples may show a thing that the side cuts. */
const maxCutShare = 0.15
/** Where samples are taken, as shares of the width. */
const sideColumns = [0.01, 0.03, 0.97, 0.99]
/** Weight of lightness beside colour: what is only darker may be a shadow. */
const lightWeights = { brighter: 1.1, darker: 0.15 }

/**
 * How far each pixel is from the colours that both sides of the picture have at its height: the
 * ground, the wall and the sky behind a thing mostly go on to there.
 */
function unlikeSides({ light, a, b }: Lab, flat: Lab, size: Size): Plane {
  const { width, height } = size
  const unlike = new Float32Array(light.length)
  // Grain of a pixel or two makes nothing stand out.
  const own = { light: smooth(light, size, 2), a: smooth(a, size, 1), b: smooth(b, size, 1) }
  const reach = Math.max(2, Math.round(height * sideReach))
  for (let y = 0; y < height; y++) {
    const samples: number[] = []
    for (let row = y - reach; row <= y + reach; row += Math.max(1, reach >> 1)) {
      const start = Math.min(height - 1, Math.max(0, row)) * width
      for (const share of sideColumns) samples.push(start + Math.floor(share * width))
    }
    const nearest = new Float32Array(Math.floor(samples.length * maxCutShare) + 1)
    for (let x = 0; x < width; x++) {
      nearest.fill(Infinity)
      for (const sample of samples) {
        keepLeast(nearest, colourDistance(own, flat, [y * width + x, sample]))
      }
      unlike[y * width + x] = Math.sqrt(nearest[nearest.length - 1]!)
    }
  }
  return unlike
}

/** @returns the square of the distance of a pixel of the first to one of the other */
function colourDistance(own: Lab, flat: Lab, [pixel, sample]: readonly [number, number]): number {
  const light = flat.light[sample]!
  const rise = own.light[pixel]! - light
  // In a shadow the colour fades with the light.
  const shade = rise < 0 ? own.light[pixel]! / (light + 1e-6) : 1
  const byLight = rise * (rise < 0 ? lightWeights.darker : lightWeights.brighter)
  const byA = (own.a[pixel]! - flat.a[sample]! * shade) * chromaWeight
  const byB = (own.b[pixel]! - flat.b[sample]! * shade) * chromaWeight
  return byLight * byLight + byA * byA + byB * byB
}

/** Puts a value in its place among the least, which are in order, unless it is none of them. */
function keepLeast(least: Float32Array, value: number): void {
  let at = least.length - 1
  if (value >= least[at]!) return
  for (; at > 0 && least[at - 1]! > value; at--) least[at] = least[at - 1]!
  least[at] = value
}

/** How fast the weight falls from the middle: 0.58 in the middle of a side, 0.33 in a corner. */
const centreFall = 2.2

/** 1 in the middle, less towards the corners: a picture's subject is seldom at its rim. */
function centreShare(pixel: number, { width, height }: Size): number {
  const u = (pixel % width) / width - 0.5
  const v = Math.floor(pixel / width) / height - 0.5
  return Math.exp(-(u * u + v * v) * centreFall)
}

/** Sweeps over the picture, there and back, each using what the last found. */
function barrierDistance(plane: Plane, { width, height }: Size): Plane {
  const distance = new Float32Array(plane.length).map((_, pixel) => {
    const x = pixel % width
    const isRim = x === 0 || x === width - 1 || pixel < width || pixel >= width * (height - 1)
    return isRim ? 0 : Infinity
  })
  const high = Float32Array.from(plane)
  const low = Float32Array.from(plane)
  const relax = (pixel: number, from: number): void => {
    if (distance[from] === Infinity) return
    const value = plane[pixel]!
    const top = Math.max(high[from]!, value)
    const bottom = Math.min(low[from]!, value)
    if (top - bottom >= distance[pixel]!) return
    distance[pixel] = top - bottom
    high[pixel] = top
    low[pixel] = bottom
  }
  // The rim is 0 from the start: what is swept is within it.
  for (let sweep = 0; sweep < 2; sweep++) {
    for (let pixel = width + 1; pixel < plane.length; pixel++) {
      relax(pixel, pixel - 1)
      relax(pixel, pixel - width)
    }
    for (let pixel = plane.length - width - 2; pixel >= 0; pixel--) {
      relax(pixel, pixel + 1)
      relax(pixel, pixel + width)
    }
  }
  return distance
}

/** Scaled so that the strongest hundredth is 1. */
function stretched(plane: Plane): Plane {
  const sorted = Float32Array.from(plane).sort()
  const top = Math.max(1e-6, sorted[Math.floor(sorted.length * 0.99)] ?? 1)
  return plane.map((value) => Math.min(1, value / top))
}

/** The threshold between the two groups into which values of 0..1 fall best (Otsu 1979). */
export function splitAt(plane: Plane): number {
  const bins = new Float64Array(128)
  for (const value of plane) bins[Math.min(127, Math.floor(value * 128))]! += 1
  let total = 0
  bins.forEach((count, bin) => {
    total += count * bin
  })
  let best = { spread: -1, bin: 64 }
  let below = 0
  let sumBelow = 0
  for (let bin = 0; bin < 127; bin++) {
    below += bins[bin]!
    sumBelow += bins[bin]! * bin
    const above = plane.length - below
    if (below === 0 || above === 0) continue
    const spread = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2
    if (spread > best.spread) best = { spread, bin }
  }
  return (best.bin + 1) / 128
}
