import { createNoise, fractal } from './noise.ts'
import { type Plane, resizePlane, type Size } from './plane.ts'
import { blankRaster, clamp, type Raster } from './raster.ts'

/** How a picture is bent: shifts in pixels, a magnification, and whether it is mirrored. */
export type Bend = {
  readonly amplitudePx: number
  readonly zoom: number
  readonly isMirrored: boolean
  readonly seed: number
}

/** A picture bent smoothly, as if seen through uneven glass; it fills its frame. */
export function warp(picture: Raster, bend: Bend): Raster {
  const { width, height } = picture
  const shiftX = field(picture, bend.seed, bend.amplitudePx)
  const shiftY = field(picture, bend.seed + 1, bend.amplitudePx)
  const made = blankRaster(width, height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const across = bend.isMirrored ? width - 1 - x : x
      const u = (across - width / 2) / bend.zoom + width / 2 + shiftX[at]!
      const v = (y - height / 2) / bend.zoom + height / 2 + shiftY[at]!
      sampleInto(made.data.subarray(at * 3, at * 3 + 3), picture, {
        u: clamp(reflect(u, width), 0, width - 1.001),
        v: clamp(reflect(v, height), 0, height - 1.001),
      })
    }
  }
  return made
}

function reflect(place: number, length: number): number {
  if (place < 0) return -place
  return place > length - 1 ? 2 * (length - 1) - place : place
}

/** Noise of about two bumps a picture, computed coarsely: it is smooth. */
function field(size: Size, seed: number, amplitude: number): Plane {
  const coarse = { width: 48, height: 48 }
  const noise = createNoise(seed)
  const plane = new Float32Array(coarse.width * coarse.height)
  for (let at = 0; at < plane.length; at++) {
    const x = ((at % coarse.width) / coarse.width) * 2.2
    const y = (Math.floor(at / coarse.width) / coarse.height) * 2.2
    plane[at] = fractal(noise, { x, y }, 2) * amplitude
  }
  return resizePlane(plane, coarse, size)
}

function sampleInto(
  to: Uint8Array,
  { data, width }: Raster,
  { u, v }: { readonly u: number; readonly v: number },
): void {
  const x = Math.floor(u)
  const y = Math.floor(v)
  const fx = u - x
  const fy = v - y
  const here = (y * width + x) * 3
  const below = here + width * 3
  for (let channel = 0; channel < 3; channel++) {
    const upper = data[here + channel]! * (1 - fx) + data[here + channel + 3]! * fx
    const lower = data[below + channel]! * (1 - fx) + data[below + channel + 3]! * fx
    to[channel] = Math.round(upper + (lower - upper) * fy)
  }
}
