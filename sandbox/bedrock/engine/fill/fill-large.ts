import { type Box, boundsOf, cropHole } from '../raster/hole.ts'
import { continued } from '../raster/pyramid.ts'
import type { Hole, Raster } from '../raster/raster.ts'
import { crop, resample } from '../raster/resample.ts'
import { borrowDetail } from './borrow-detail.ts'
import { type FillOptions, fillAndTell, fillHole } from './fill-hole.ts'
import { fillOnGround } from './fill-smooth-ground.ts'

/** Filling takes some 30 microseconds a pixel of the hole: larger ones are filled in a smaller picture. */
const maxHolePixels = 60_000
/** Of a hole in the smaller picture. */
const smallHolePixels = 50_000
const maxPixels = 2_100_000

/**
 * Fills a hole as `fillHole` does, in a picture and with a hole of any size: of a large one the
 * surroundings are looked at, smaller if they must be, and the detail comes from the picture itself.
 * @returns a new picture; pixels outside the hole are those of `picture`, byte for byte
 */
export function fillLarge(picture: Raster, hole: Hole, options: FillOptions): Raster {
  const onGround = fillOnGround(picture, hole, (flat, barred) =>
    fillUneven(flat, hole, { ...options, barred: options.barred ?? barred }),
  )
  return onGround ?? fillUneven(picture, hole, options)
}

function fillUneven(picture: Raster, hole: Hole, options: FillOptions): Raster {
  const { width, height } = picture
  let holePixels = 0
  for (const isHole of hole) holePixels += isHole
  if (holePixels <= maxHolePixels && width * height <= maxPixels) {
    return fillHole(picture, hole, options)
  }
  const made: Raster = { width, height, data: Uint8Array.from(picture.data) }
  const bounds = boundsOf(width, hole)
  if (bounds === undefined) return made
  const box = surroundings(bounds, picture)
  const partHole = cropHole(hole, width, box)
  const { barred } = options
  const partOptions = { ...options, ...(barred && { barred: cropHole(barred, width, box) }) }
  const filled = fillSmaller({ part: crop(picture, box), hole: partHole, holePixels }, partOptions)
  partHole.forEach((isHole, pixel) => {
    if (isHole === 0) return
    const x = pixel % box.width
    const at = ((pixel - x) / box.width + box.top) * width + x + box.left
    made.data.set(filled.data.subarray(pixel * 3, pixel * 3 + 3), at * 3)
  })
  return made
}

function fillSmaller(
  {
    part,
    hole,
    holePixels,
  }: { readonly part: Raster; readonly hole: Hole; readonly holePixels: number },
  options: FillOptions,
): Raster {
  const { width, height } = part
  const scale = Math.min(
    1,
    Math.sqrt(maxPixels / (width * height)),
    Math.sqrt(holePixels > maxHolePixels ? smallHolePixels / holePixels : 1),
  )
  if (scale === 1) return fillHole(part, hole, options)
  const size = { width: Math.ceil(width * scale), height: Math.ceil(height * scale) }
  const smallHole = shrinkHole(hole, part, size)
  const { barred } = options
  const { filled, level } = fillAndTell(resample(over(part, hole), size), smallHole, {
    ...options,
    ...(barred && { barred: shrinkHole(barred, part, size) }),
  })
  return borrowDetail({ part, hole, small: filled, level })
}

/** What was in the hole must not reach beyond it when the picture is made smaller. */
function over(part: Raster, hole: Hole): Raster {
  const { width, height } = part
  const data = Uint8Array.from(part.data)
  const known = { width, height, values: new Float32Array(hole).map((open) => 1 - open) }
  for (let channel = 0; channel < 3; channel++) {
    const values = new Float32Array(hole.length).map((_, at) => part.data[at * 3 + channel]!)
    const smooth = continued({ width, height, values }, known).values
    hole.forEach((open, at) => {
      if (open === 1) data[at * 3 + channel] = smooth[at]!
    })
  }
  return { width, height, data }
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

/** A small pixel is hole when any pixel under it, or under the kernel of it, is. */
function shrinkHole(
  hole: Hole,
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): Hole {
  const small = new Uint8Array(to.width * to.height)
  hole.forEach((isHole, pixel) => {
    if (isHole === 0) return
    const x = pixel % from.width
    const u = Math.floor((x / from.width) * to.width)
    const v = Math.floor(((pixel - x) / from.width / from.height) * to.height)
    for (let row = Math.max(0, v - 1); row <= Math.min(to.height - 1, v + 1); row++) {
      small.fill(1, row * to.width + Math.max(0, u - 1), row * to.width + Math.min(to.width, u + 2))
    }
  })
  return small
}
