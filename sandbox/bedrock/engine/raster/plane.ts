import type { Raster } from './raster.ts'

/** One number a pixel, row by row. */
export type Plane = Float32Array<ArrayBuffer>
export type Size = { readonly width: number; readonly height: number }

/** @returns how bright each pixel is, 0..255 (Rec. 601) */
export function brightness({ data }: Raster): Plane {
  const plane = new Float32Array(data.length / 3)
  for (let pixel = 0; pixel < plane.length; pixel++) {
    const at = pixel * 3
    plane[pixel] = data[at]! * 0.299 + data[at + 1]! * 0.587 + data[at + 2]! * 0.114
  }
  return plane
}

/** Mean over the square of `radius` around each pixel; beyond the rim the rim goes on. */
export function boxMean(plane: Plane, { width, height }: Size, radius: number): Plane {
  const r = Math.round(radius)
  if (r < 1) return Float32Array.from(plane)
  const across = meanLines(plane, { count: height, length: width, step: 1, next: width }, r)
  return meanLines(across, { count: width, length: height, step: width, next: 1 }, r)
}

/** Three box means: close to a Gaussian of standard deviation `radius`. */
export function smooth(plane: Plane, size: Size, radius: number): Plane {
  let smoothed = plane
  for (let pass = 0; pass < 3; pass++) smoothed = boxMean(smoothed, size, radius)
  return smoothed
}

type Lines = {
  readonly count: number
  readonly length: number
  /** From one pixel of a line to the next. */
  readonly step: number
  /** From one line to the next. */
  readonly next: number
}

function meanLines(plane: Plane, lines: Lines, radius: number): Plane {
  const { count, length, step, next } = lines
  const means = new Float32Array(plane.length)
  const share = 1 / (radius * 2 + 1)
  for (let line = 0; line < count; line++) {
    const start = line * next
    const end = start + (length - 1) * step
    let sum = plane[start]! * (radius + 1)
    for (let at = 0; at < radius; at++) sum += plane[start + Math.min(at, length - 1) * step]!
    for (let at = 0; at < length; at++) {
      const entering = at + radius < length ? start + (at + radius) * step : end
      const leaving = at - radius - 1 > 0 ? start + (at - radius - 1) * step : start
      sum += plane[entering]!
      if (at > 0) sum -= plane[leaving]!
      else sum -= plane[start]!
      means[start + at * step] = sum * share
    }
  }
  return means
}

/** How steep a plane is at each pixel: the length of Sobel's gradient, a step a pixel. */
export function steepness(plane: Plane, { width, height }: Size): Plane {
  const steep = new Float32Array(plane.length)
  for (let y = 0; y < height; y++) {
    const up = Math.max(0, y - 1) * width
    const here = y * width
    const down = Math.min(height - 1, y + 1) * width
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1)
      const right = Math.min(width - 1, x + 1)
      const a = plane[up + left]!
      const b = plane[up + right]!
      const c = plane[down + left]!
      const d = plane[down + right]!
      const across = b + d - a - c + 2 * (plane[here + right]! - plane[here + left]!)
      const along = c + d - a - b + 2 * (plane[down + x]! - plane[up + x]!)
      steep[here + x] = Math.hypot(across, along) / 8
    }
  }
  return steep
}

/**
 * Smooths a plane along the edges of a guide (He et al. 2010, grey guide).
 * @param softness of the guide's own contrast, squared: smaller keeps fainter edges
 */
export function guidedSmooth(
  plane: Plane,
  guide: Plane,
  {
    size,
    radius,
    softness,
  }: { readonly size: Size; readonly radius: number; readonly softness: number },
): Plane {
  const { slope, offset } = guidedFit(plane, guide, { size, radius, softness })
  return plane.map((_, at) => slope[at]! * guide[at]! + offset[at]!)
}

/** The planes with which `slope * guide + offset` follows a plane. */
function guidedFit(
  plane: Plane,
  guide: Plane,
  {
    size,
    radius,
    softness,
  }: { readonly size: Size; readonly radius: number; readonly softness: number },
): { readonly slope: Plane; readonly offset: Plane } {
  const meanGuide = boxMean(guide, size, radius)
  const meanPlane = boxMean(plane, size, radius)
  const product = boxMean(
    guide.map((value, at) => value * plane[at]!),
    size,
    radius,
  )
  const square = boxMean(
    guide.map((value) => value * value),
    size,
    radius,
  )
  const slope = product.map(
    (value, at) =>
      (value - meanGuide[at]! * meanPlane[at]!) /
      (square[at]! - meanGuide[at]! * meanGuide[at]! + softness),
  )
  const offset = slope.map((value, at) => meanPlane[at]! - value * meanGuide[at]!)
  return { slope: boxMean(slope, size, radius), offset: boxMean(offset, size, radius) }
}

/** A plane at another size, bilinear. */
export function resizePlane(plane: Plane, from: Size, to: Size): Plane {
  const resized = new Float32Array(to.width * to.height)
  const scaleX = from.width / to.width
  const scaleY = from.height / to.height
  for (let y = 0; y < to.height; y++) {
    const v = Math.min(from.height - 1, Math.max(0, (y + 0.5) * scaleY - 0.5))
    const top = Math.floor(v)
    const bottom = Math.min(from.height - 1, top + 1)
    const down = v - top
    for (let x = 0; x < to.width; x++) {
      const u = Math.min(from.width - 1, Math.max(0, (x + 0.5) * scaleX - 0.5))
      const left = Math.floor(u)
      const right = Math.min(from.width - 1, left + 1)
      const across = u - left
      const above =
        plane[top * from.width + left]! * (1 - across) + plane[top * from.width + right]! * across
      const below =
        plane[bottom * from.width + left]! * (1 - across) +
        plane[bottom * from.width + right]! * across
      resized[y * to.width + x] = above + (below - above) * down
    }
  }
  return resized
}
