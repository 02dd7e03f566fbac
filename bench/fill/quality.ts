import type { Hole, Raster } from '../../sandbox/bedrock/engine/raster/raster.ts'

/** @returns peak signal to noise over the hole's pixels and their three channels, in decibels */
export function psnr(made: Raster, truth: Raster, hole: Hole): number {
  let sum = 0
  let count = 0
  for (let at = 0; at < truth.data.length; at += 1) {
    if (hole[Math.floor(at / 3)] === 0) continue
    sum += ((made.data[at] ?? 0) - (truth.data[at] ?? 0)) ** 2
    count += 1
  }
  return 10 * Math.log10(255 ** 2 / Math.max(sum / count, 1e-9))
}

/**
 * @returns how lively the hole is, as a share of the truth: the energy of gradients (squared steps of
 *   brightness to the right and down) of what was made over that of what is true
 */
export function liveliness(made: Raster, truth: Raster, hole: Hole): number {
  const energy = (picture: Raster) => {
    const light = lightOf(picture)
    let sum = 0
    for (let at = 0; at < hole.length - picture.width; at += 1) {
      if (hole[at] === 0) continue
      sum += (light[at + 1]! - light[at]!) ** 2 + (light[at + picture.width]! - light[at]!) ** 2
    }
    return sum
  }
  return energy(made) / energy(truth)
}

/** Wang et al. 2004: a Gaussian window of 11 × 11 with a deviation of 1.5, and these constants. */
const weights = gaussian(5, 1.5)
const steadyMean = (0.01 * 255) ** 2
const steadyContrast = (0.03 * 255) ** 2

/** @returns structural similarity of brightness, the mean over the hole's pixels, -1..1 */
export function ssim(made: Raster, truth: Raster, hole: Hole): number {
  const [a, b] = [lightOf(made), lightOf(truth)]
  const blurred = (value: (at: number) => number) =>
    blur(
      a.map((_, at) => value(at)),
      truth.width,
    )
  const meanA = blurred((at) => a[at]!)
  const meanB = blurred((at) => b[at]!)
  const squareA = blurred((at) => a[at]! ** 2)
  const squareB = blurred((at) => b[at]! ** 2)
  const product = blurred((at) => a[at]! * b[at]!)
  let sum = 0
  let count = 0
  for (let at = 0; at < hole.length; at += 1) {
    if (hole[at] === 0) continue
    const means = meanA[at]! * meanB[at]!
    const squares = meanA[at]! ** 2 + meanB[at]! ** 2
    const contrast = squareA[at]! + squareB[at]! - squares
    sum +=
      ((2 * means + steadyMean) * (2 * (product[at]! - means) + steadyContrast)) /
      ((squares + steadyMean) * (contrast + steadyContrast))
    count += 1
  }
  return sum / count
}

function lightOf({ data }: Raster): Float64Array {
  return Float64Array.from({ length: data.length / 3 }, (_, at) => {
    return data[at * 3]! * 0.299 + data[at * 3 + 1]! * 0.587 + data[at * 3 + 2]! * 0.114
  })
}

function gaussian(radius: number, deviation: number): readonly number[] {
  const values = Array.from({ length: radius * 2 + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * deviation ** 2)),
  )
  const sum = values.reduce((total, value) => total + value, 0)
  return values.map((value) => value / sum)
}

/** Both ways; beyond the picture its edge goes on. */
function blur(field: Float64Array, width: number): Float64Array {
  const height = field.length / width
  const once = new Float64Array(field.length)
  const twice = new Float64Array(field.length)
  const radius = (weights.length - 1) / 2
  const within = (value: number, most: number) => Math.min(most - 1, Math.max(0, value))
  for (let at = 0; at < field.length; at += 1) {
    const row = at - (at % width)
    weights.forEach((weight, step) => {
      once[at]! += weight * field[row + within((at % width) + step - radius, width)]!
    })
  }
  for (let at = 0; at < field.length; at += 1) {
    weights.forEach((weight, step) => {
      const row = within(Math.floor(at / width) + step - radius, height)
      twice[at]! += weight * once[row * width + (at % width)]!
    })
  }
  return twice
}
