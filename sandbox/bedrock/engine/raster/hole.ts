import type { Hole } from './raster.ts'

/** A rectangle of pixels. */
export type Box = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** @returns the box around a hole; `undefined` when there is none */
export function boundsOf(width: number, hole: Hole): Box | undefined {
  let left = width
  let right = -1
  let top = Infinity
  let bottom = -1
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    const x = pixel % width
    const y = (pixel - x) / width
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = y
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** @returns the part of a hole in a picture of that width that lies in the box */
export function cropHole(hole: Hole, width: number, box: Box): Hole {
  const part = new Uint8Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const start = (y + box.top) * width + box.left
    part.set(hole.subarray(start, start + box.width), y * box.width)
  }
  return part
}

/** City-block distance of each pixel of the hole to the nearest known one; 0 outside. */
export function holeDepth(width: number, height: number, hole: Hole): Uint16Array {
  const depth = new Uint16Array(width * height)
  const far = 0xfffe
  for (let index = 0; index < depth.length; index++) {
    if (hole[index] === 0) continue
    const left = index % width === 0 ? far : depth[index - 1]!
    const above = index < width ? far : depth[index - width]!
    depth[index] = Math.min(left, above, far) + 1
  }
  for (let index = depth.length - 1; index >= 0; index--) {
    if (hole[index] === 0) continue
    const right = index % width === width - 1 ? far : depth[index + 1]!
    const below = index + width >= depth.length ? far : depth[index + width]!
    depth[index] = Math.min(depth[index]!, right + 1, below + 1)
  }
  return depth
}
