import type { Hole, Raster } from '../raster/raster.ts'

/** For a hole that nothing known touches. */
const grey = [128, 128, 128] as const

/** @returns a new picture, the hole filled with the mean of the known pixels that touch it */
export function fillWithBorderMean(picture: Raster, hole: Hole): Raster {
  const { width, height } = picture
  const data = Uint8Array.from(picture.data)
  const [red, green, blue] = borderMean(picture, hole)
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    data[pixel * 3] = red
    data[pixel * 3 + 1] = green
    data[pixel * 3 + 2] = blue
  }
  return { width, height, data }
}

function borderMean(
  { width, data }: Raster,
  hole: Hole,
): readonly [red: number, green: number, blue: number] {
  let red = 0
  let green = 0
  let blue = 0
  let count = 0
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 1 || !touchesHole(hole, pixel, width)) continue
    red += data[pixel * 3]!
    green += data[pixel * 3 + 1]!
    blue += data[pixel * 3 + 2]!
    count++
  }
  if (count === 0) return grey
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count)]
}

function touchesHole(hole: Hole, pixel: number, width: number): boolean {
  const x = pixel % width
  return (
    (x > 0 && hole[pixel - 1] === 1) ||
    (x < width - 1 && hole[pixel + 1] === 1) ||
    hole[pixel - width] === 1 ||
    hole[pixel + width] === 1
  )
}
