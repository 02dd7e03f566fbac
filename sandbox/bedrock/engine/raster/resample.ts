import type { Size } from './plane.ts'
import { blankRaster, type Raster } from './raster.ts'

/** Half the width of Lanczos's kernel, in pixels of the coarser picture. */
const lobes = 3

/** A picture at another size by Lanczos's kernel, widened when it gets smaller. */
export function resample(picture: Raster, { width, height }: Size): Raster {
  if (width === picture.width && height === picture.height) return picture
  const rows = resampleRows(picture, width)
  const made = blankRaster(width, height)
  const { first, weights, count } = tapsFor(picture.height, height)
  const line = new Float32Array(width * 3)
  const last = picture.height - 1
  for (let y = 0; y < height; y++) {
    line.fill(0.5)
    for (let tap = 0; tap < count; tap++) {
      const weight = weights[y * count + tap]!
      const start = Math.min(last, Math.max(0, first[y]! + tap)) * line.length
      for (let at = 0; at < line.length; at++) line[at]! += rows[start + at]! * weight
    }
    const to = y * line.length
    for (let at = 0; at < line.length; at++) {
      const value = line[at]!
      made.data[to + at] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  return made
}

/** @returns the picture itself when it has at most so many pixels, else a smaller one */
export function shrinkTo(picture: Raster, pixels: number): Raster {
  const scale = Math.sqrt(pixels / (picture.width * picture.height))
  if (scale >= 1) return picture
  return resample(picture, {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  })
}

/** The largest part of the picture's middle with the aspect of a size, at that size. */
export function fitTo(picture: Raster, size: Size): Raster {
  const scale = Math.min(picture.width / size.width, picture.height / size.height)
  const width = Math.max(1, Math.min(picture.width, Math.round(size.width * scale)))
  const height = Math.max(1, Math.min(picture.height, Math.round(size.height * scale)))
  const left = (picture.width - width) >> 1
  const top = (picture.height - height) >> 1
  return resample(crop(picture, { left, top, width, height }), size)
}

/** @returns the part of a picture within a box that lies inside it */
export function crop(
  picture: Raster,
  box: { readonly left: number; readonly top: number } & Size,
): Raster {
  const data = new Uint8Array(box.width * box.height * 3)
  for (let y = 0; y < box.height; y++) {
    const start = ((y + box.top) * picture.width + box.left) * 3
    data.set(picture.data.subarray(start, start + box.width * 3), y * box.width * 3)
  }
  return { width: box.width, height: box.height, data }
}

type Taps = { readonly first: Int32Array; readonly weights: Float32Array; readonly count: number }

function tapsFor(from: number, to: number): Taps {
  const scale = from / to
  const reach = lobes * Math.max(1, scale)
  const count = Math.ceil(reach * 2) + 1
  const first = new Int32Array(to)
  const weights = new Float32Array(to * count)
  for (let at = 0; at < to; at++) {
    const centre = (at + 0.5) * scale - 0.5
    const start = Math.ceil(centre - reach)
    first[at] = start
    let sum = 0
    for (let tap = 0; tap < count; tap++) {
      const weight = lanczos((start + tap - centre) / Math.max(1, scale))
      weights[at * count + tap] = weight
      sum += weight
    }
    for (let tap = 0; tap < count; tap++) weights[at * count + tap]! /= sum
  }
  return { first, weights, count }
}

function lanczos(x: number): number {
  if (Math.abs(x) < 1e-6) return 1
  if (Math.abs(x) >= lobes) return 0
  const turn = Math.PI * x
  return (lobes * Math.sin(turn) * Math.sin(turn / lobes)) / (turn * turn)
}

/** Three numbers a pixel, not rounded. */
function resampleRows(picture: Raster, width: number): Float32Array {
  const { data } = picture
  if (width === picture.width) return Float32Array.from(data)
  const { first, weights, count } = tapsFor(picture.width, width)
  const rows = new Float32Array(width * picture.height * 3)
  const last = picture.width - 1
  for (let y = 0; y < picture.height; y++) {
    const row = y * picture.width
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let tap = 0; tap < count; tap++) {
        const weight = weights[x * count + tap]!
        const column = first[x]! + tap
        const at = (row + (column < 0 ? 0 : column > last ? last : column)) * 3
        red += data[at]! * weight
        green += data[at + 1]! * weight
        blue += data[at + 2]! * weight
      }
      const to = (y * width + x) * 3
      rows[to] = red
      rows[to + 1] = green
      rows[to + 2] = blue
    }
  }
  return rows
}
