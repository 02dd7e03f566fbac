import { fillHole } from './fill.ts'
import type { Hole, Raster } from './raster.ts'
import { type Box, boundsOf } from './replace.ts'
import { crop, resample } from './resample.ts'

/** A hole is filled in a picture of at most this many pixels; a larger one is filled at half detail. */
const workPixels = 1_100_000

/**
 * Fills a hole as `fillHole` does, in any picture: of a large one the surroundings of the hole are
 * looked at, and made smaller if they must be.
 * @returns a new picture; pixels outside the hole are those of `picture`, byte for byte
 */
export function fillLarge(picture: Raster, hole: Hole, seed: number): Raster {
  const { width, height } = picture
  if (width * height <= workPixels) return fillHole(picture, hole, seed)
  const bounds = boundsOf(width, hole)
  const made: Raster = { width, height, data: Uint8Array.from(picture.data) }
  if (bounds === undefined) return made
  const box = surroundings(bounds, picture)
  const part = crop(picture, box)
  const partHole = cropHole(hole, width, box)
  const scale = Math.min(1, Math.sqrt(workPixels / (box.width * box.height)))
  const size = { width: Math.round(box.width * scale), height: Math.round(box.height * scale) }
  const small = fillHole(resample(part, size), shrinkHole(partHole, box, size), seed)
  const filled = resample(small, box)
  partHole.forEach((isHole, pixel) => {
    if (isHole === 0) return
    const x = pixel % box.width
    const at = ((pixel - x) / box.width + box.top) * width + x + box.left
    made.data.set(filled.data.subarray(pixel * 3, pixel * 3 + 3), at * 3)
  })
  return made
}

function surroundings(bounds: Box, { width, height }: Raster): Box {
  const margin = Math.max(64, Math.round(Math.max(bounds.width, bounds.height) * 0.6))
  const left = Math.max(0, bounds.left - margin)
  const top = Math.max(0, bounds.top - margin)
  return {
    left,
    top,
    width: Math.min(width, bounds.left + bounds.width + margin) - left,
    height: Math.min(height, bounds.top + bounds.height + margin) - top,
  }
}

function cropHole(hole: Hole, width: number, box: Box): Hole {
  const part = new Uint8Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const start = (y + box.top) * width + box.left
    part.set(hole.subarray(start, start + box.width), y * box.width)
  }
  return part
}

/** A small pixel is hole when any pixel under it, or under its neighbours' kernels, is. */
function shrinkHole(hole: Hole, from: Box, to: { width: number; height: number }): Hole {
  const small = new Uint8Array(to.width * to.height)
  hole.forEach((isHole, pixel) => {
    if (isHole === 0) return
    const x = pixel % from.width
    const u = (x / from.width) * to.width
    const v = ((pixel - x) / from.width / from.height) * to.height
    for (let row = Math.max(0, Math.floor(v) - 1); row <= Math.min(to.height - 1, v + 1); row++) {
      const start = Math.max(0, Math.floor(u) - 1)
      for (let column = start; column <= Math.min(to.width - 1, u + 1); column++) {
        small[row * to.width + column] = 1
      }
    }
  })
  return small
}
