import type { Lab } from './lab.ts'
import { paintedOver } from './painted.ts'
import { type Plane, type Size, smooth } from './plane.ts'
import { cellsOf, colourModels } from './segment.ts'

/**
 * How much each pixel stands out, 0..1: its barrier distance to the rim of the picture (Zhang et al.
 * 2015: the smallest rise and fall on any way there), which is low for all that the rim goes on into.
 */
export function salienceOf(lab: Lab, size: Size): Plane {
  const sum = new Float32Array(lab.light.length)
  // Waves and bricks are no barriers: their texture is smoothed away first.
  const flat = paintedOver(lab, size, Math.min(size.width, size.height) / 26)
  for (const [plane, weight] of [
    [flat.light, 0.8],
    [flat.a, 2.4],
    [flat.b, 2.4],
  ] as const) {
    const barrier = barrierDistance(plane, size)
    for (let pixel = 0; pixel < sum.length; pixel++) sum[pixel]! += barrier[pixel]! * weight
  }
  const soft = smooth(sum, size, Math.max(1, Math.min(size.width, size.height) / 90))
  const foreign = foreignToRim(flat, size)
  const centred = soft.map((value, pixel) => value * foreign[pixel]! * centreShare(pixel, size))
  return stretched(centred)
}

/** 1 for colours that the rim of the picture does not have, 0 for those that are mostly there. */
function foreignToRim(lab: Lab, size: Size): Plane {
  const cellOf = cellsOf(lab)
  const band = Math.max(2, Math.round(Math.min(size.width, size.height) * 0.05))
  const within = new Float32Array(cellOf.length).map((_, pixel) => {
    const x = pixel % size.width
    const y = (pixel - x) / size.width
    const depth = Math.min(x, y, size.width - 1 - x, size.height - 1 - y)
    return depth < band ? 0 : 1
  })
  const { inside, outside } = colourModels(cellOf, within)
  return within.map((_, pixel) => {
    const cell = cellOf[pixel]!
    const atRim = outside[cell]! / (outside[cell]! + inside[cell]! + 1e-7)
    return Math.min(1, Math.max(0.02, 1.25 - atRim * 2.4))
  })
}

/** 1 in the middle, less towards the corners: what a picture is of is seldom at its rim. */
function centreShare(pixel: number, { width, height }: Size): number {
  const u = (pixel % width) / width - 0.5
  const v = Math.floor(pixel / width) / height - 0.5
  return Math.exp(-(u * u + v * v) * 2.2)
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

/** So that the strongest hundredth is 1. */
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
