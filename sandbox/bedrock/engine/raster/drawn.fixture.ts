import { seededRandom } from '../../../random.ts'
import type { Raster } from './raster.ts'

type Rgb = readonly [number, number, number]

/** @returns a picture painted pixel by pixel */
export function drawn(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Rgb,
): Raster {
  const data = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set(colourAt(pixel % width, Math.floor(pixel / width)), pixel * 3)
  }
  return { width, height, data }
}

const random = seededRandom(3)
const grain = Float64Array.from({ length: 120 * 90 }, () => (random() - 0.5) * 24)

/** Whether a pixel of `beach` is of its red ball. */
export function isBall(x: number, y: number): boolean {
  return (x - 70) ** 2 + (y - 60) ** 2 < 15 ** 2
}

/** Sky above, sand below, a red ball on it; all of it grainy. */
export const beach = drawn(120, 90, (x, y) => {
  const noise = grain[y * 120 + x] ?? 0
  const base: Rgb = isBall(x, y) ? [205, 45, 40] : y < 40 ? [120, 170, 225] : [205, 180, 130]
  return [base[0] + noise / 2, base[1] + noise / 2, base[2] + noise / 2]
})

/** @returns the red, green and blue of one pixel */
export function pixelAt({ width, data }: Raster, x: number, y: number): readonly number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
}

/** @returns the mean red, green and blue of the pixels that are asked for */
export function meanOf(
  picture: Raster,
  isAsked: (x: number, y: number) => boolean = () => true,
): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  let count = 0
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      if (!isAsked(x, y)) continue
      count++
      const [red = 0, green = 0, blue = 0] = pixelAt(picture, x, y)
      sum[0] += red
      sum[1] += green
      sum[2] += blue
    }
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count]
}

/** @returns the mean of how far two pictures differ, in levels */
export function distance(first: Raster, second: Raster): number {
  let sum = 0
  first.data.forEach((value, at) => {
    sum += Math.abs(value - second.data[at]!)
  })
  return sum / first.data.length
}

/** Whether a pixel of `striped` is of its ball's white stripe. */
export function isStripe(x: number, y: number): boolean {
  return isBall(x, y) && Math.abs(x - y - 10) < 5
}

/** `beach` with a stripe across its ball. */
export const striped = drawn(120, 90, (x, y) => {
  const [red = 0, green = 0, blue = 0] = pixelAt(beach, x, y)
  return isStripe(x, y) ? [238, 236, 230] : [red, green, blue]
})

/** Whether a pixel beside the ball is in what would be its shadow. */
export function isShadow(x: number, y: number): boolean {
  return !isBall(x, y) && ((x - 90) / 22) ** 2 + ((y - 71) / 6) ** 2 < 1
}
