import { holeDepth } from './level.ts'
import { clamp, type Hole, type Raster } from './raster.ts'

/** What stays of the detail of a fill. Half would be likeliest, but grass would look like felt. */
const kept = 0.7
/** Detail is what goes when a picture is halved so often: finer than some 16 pixels. */
const halvings = 4
/** The detail is whole at the rim, where it continues what is known, and tempered from here on. */
const fadePx = 4

/** One channel of a part of a picture. */
type Plane = { readonly width: number; readonly height: number; readonly values: Float32Array }

/**
 * Takes some contrast out of a fill's detail: of what is made up, each blade of grass errs twice,
 * by being there and by the true one not being there. The estimate of least error would keep as
 * much of the detail as it correlates with the truth (Wiener's shrinkage).
 * Changes `picture` in place, within the hole only.
 */
export function temperHole(picture: Raster, hole: Hole): void {
  const box = boxAround(picture, hole, 1 << halvings)
  if (box === undefined) return
  const depth = holeDepth(picture.width, picture.height, hole)
  for (let channel = 0; channel < 3; channel++) {
    const made = cutOut(picture, channel, box)
    const smooth = smoothed(made, halvings)
    for (let at = 0; at < made.values.length; at++) {
      const pixel = (((at / box.width) | 0) + box.top) * picture.width + (at % box.width) + box.left
      if (hole[pixel] === 0) continue
      const loss = (1 - kept) * Math.min(1, depth[pixel]! / fadePx)
      const value = made.values[at]! + loss * (smooth.values[at]! - made.values[at]!)
      picture.data[pixel * 3 + channel] = clamp(Math.round(value), 0, 255)
    }
  }
}

/** Halved so many times and brought back to size: a wide blur in few steps (Burt and Adelson 1983). */
function smoothed(plane: Plane, times: number): Plane {
  return times === 0 ? plane : doubled(smoothed(halved(plane), times - 1), plane)
}

/** The mean of each 2 × 2 block; at an odd end the last pixel counts twice. */
function halved({ width, height, values }: Plane): Plane {
  const small = { width: (width + 1) >> 1, height: (height + 1) >> 1 }
  const means = new Float32Array(small.width * small.height)
  for (let y = 0; y < small.height; y++) {
    const above = y * 2 * width
    const below = Math.min(y * 2 + 1, height - 1) * width
    for (let x = 0; x < small.width; x++) {
      const left = x * 2
      const right = Math.min(left + 1, width - 1)
      const upper = values[above + left]! + values[above + right]!
      const lower = values[below + left]! + values[below + right]!
      means[y * small.width + x] = (upper + lower) / 4
    }
  }
  return { ...small, values: means }
}

/** Bilinear: the middle of a pixel lies a quarter of a block from the middle of its block. */
function doubled(small: Plane, { width, height }: Plane): Plane {
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const near = (y >> 1) * small.width
    const far = clamp((y >> 1) + (y & 1) * 2 - 1, 0, small.height - 1) * small.width
    for (let x = 0; x < width; x++) {
      const column = x >> 1
      const beside = clamp(column + (x & 1) * 2 - 1, 0, small.width - 1)
      const inner = small.values[near + column]! * 3 + small.values[near + beside]!
      const outer = small.values[far + column]! * 3 + small.values[far + beside]!
      values[y * width + x] = (inner * 3 + outer) / 16
    }
  }
  return { width, height, values }
}

type Box = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function cutOut({ width, data }: Raster, channel: number, box: Box): Plane {
  const values = new Float32Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const row = (y + box.top) * width + box.left
    for (let x = 0; x < box.width; x++) {
      values[y * box.width + x] = data[(row + x) * 3 + channel]!
    }
  }
  return { width: box.width, height: box.height, values }
}

/** What holds the hole and `margin` pixels around it; nothing without a hole. */
function boxAround({ width, height }: Raster, hole: Hole, margin: number): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    const x = pixel % width
    const y = (pixel - x) / width
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = y
  }
  if (right < 0) return undefined
  left = Math.max(0, left - margin)
  top = Math.max(0, top - margin)
  return {
    left,
    top,
    width: Math.min(width, right + 1 + margin) - left,
    height: Math.min(height, bottom + 1 + margin) - top,
  }
}
