import type { Size } from './plane.ts'
import { clamp } from './raster.ts'

/** A plane that brings its size: one channel of a picture or of a part of one. */
export type SizedPlane = Size & { readonly values: Float32Array }

/** A plane of the size of a picture, each value from the place of its pixel. */
export function sizedPlaneOf({ width, height }: Size, valueAt: (at: number) => number): SizedPlane {
  // A plain loop: `from` with a callback takes many times as long.
  const values = new Float32Array(width * height)
  for (let at = 0; at < values.length; at++) values[at] = valueAt(at)
  return { width, height, values }
}

/** Halved so many `times` and brought back to size: a wide blur in few steps (Burt and Adelson 1983). */
export function smoothed(plane: SizedPlane, times: number): SizedPlane {
  return times === 0 ? plane : doubled(smoothed(halved(plane), times - 1), plane)
}

/**
 * Goes on smoothly from what is known over what is not: coarse where nothing is near, fine at the rim
 * (the pull-push of Gortler et al. 1996).
 * @param known 1 where `plane` is to be believed, 0 elsewhere, or between
 */
export function continued(plane: SizedPlane, known: SizedPlane): SizedPlane {
  const { width, height, values } = plane
  if (width === 1 && height === 1) return plane
  if (known.values.every((share) => share === 1)) return plane
  const counted = { width, height, values: values.map((value, at) => value * known.values[at]!) }
  const [sums, shares] = [halved(counted), halved(known)]
  const means = sums.values.map((sum, at) => sum / Math.max(shares.values[at]!, 1e-6))
  // A block with anything known in it is known.
  const trusted = shares.values.map((share) => Math.min(1, share * 4))
  const coarse = continued({ ...sums, values: means }, { ...shares, values: trusted })
  const around = doubled(coarse, plane)
  return {
    width,
    height,
    values: around.values.map((far, at) => far + (values[at]! - far) * known.values[at]!),
  }
}

/** The mean of each 2 × 2 block; at an odd end the last pixel counts twice. */
function halved({ width, height, values }: SizedPlane): SizedPlane {
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
function doubled(small: SizedPlane, { width, height }: SizedPlane): SizedPlane {
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
