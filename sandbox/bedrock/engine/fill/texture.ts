import type { Hole, Raster } from '../raster/raster.ts'

/** Half the side of the window in which texture is averaged, in pixels. */
const windowRadius = 6
/** Brings texture to the range of the colours, so that both weigh in a patch's distance. */
const textureGain = 4

/**
 * Widens a picture to four bytes a pixel; the fourth is how busy its surroundings are: the mean
 * step of brightness to the next pixel, over known pixels only, times a gain.
 */
export function withTexture({ width, height, data }: Raster, hole: Hole): Uint8Array {
  const { steps, counts } = stepSums({ width, height, data }, hole)
  const stride = width + 1
  const image = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - windowRadius) * stride
    const bottom = Math.min(height, y + windowRadius + 1) * stride
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x
      image[pixel * 4] = data[pixel * 3]!
      image[pixel * 4 + 1] = data[pixel * 3 + 1]!
      image[pixel * 4 + 2] = data[pixel * 3 + 2]!
      const left = Math.max(0, x - windowRadius)
      const right = Math.min(width, x + windowRadius + 1)
      const count = windowSum(counts, { top, bottom, left, right })
      if (count === 0) continue
      const sum = windowSum(steps, { top, bottom, left, right })
      image[pixel * 4 + 3] = Math.min(255, (sum / count) * textureGain)
    }
  }
  return image
}

/** @param window columns, and rows as offsets into the table */
function windowSum(
  table: Float64Array,
  window: { top: number; bottom: number; left: number; right: number },
): number {
  const { top, bottom, left, right } = window
  return table[bottom + right]! - table[bottom + left]! - table[top + right]! + table[top + left]!
}

/** Summed-area tables of the steps of brightness between known pixels, and of their number. */
function stepSums(
  { width, height, data }: Raster,
  hole: Hole,
): { readonly steps: Float64Array; readonly counts: Float64Array } {
  const stride = width + 1
  const steps = new Float64Array(stride * (height + 1))
  const counts = new Float64Array(stride * (height + 1))
  const light = new Float32Array(width * height)
  for (let at = 0; at < light.length; at++) {
    light[at] = data[at * 3]! * 0.3 + data[at * 3 + 1]! * 0.59 + data[at * 3 + 2]! * 0.11
  }
  for (let y = 0; y < height - 1; y++) {
    let rowSteps = 0
    let rowCount = 0
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x
      const right = x < width - 1 ? pixel + 1 : pixel
      const isKnown = !(hole[pixel] || hole[right] || hole[pixel + width])
      if (isKnown) {
        const here = light[pixel]!
        const down = light[pixel + width]!
        rowSteps += (Math.abs(light[right]! - here) + Math.abs(down - here)) / 2
        rowCount++
      }
      const at = (y + 1) * stride + x + 1
      steps[at] = steps[at - stride]! + rowSteps
      counts[at] = counts[at - stride]! + rowCount
    }
  }
  steps.copyWithin(height * stride, (height - 1) * stride, height * stride)
  counts.copyWithin(height * stride, (height - 1) * stride, height * stride)
  return { steps, counts }
}
