import { clamp, type Hole, type Raster } from '../raster/raster.ts'
import { resample } from '../raster/resample.ts'
import type { Level } from './level.ts'
import { sourceOf } from './source-of.ts'

/**
 * Enlarges a picture that was filled at a smaller size. What is lost in the hole is borrowed: each
 * filled pixel was taken from some known one, and gets the fine detail that the large picture has there.
 */
export function borrowDetail(job: {
  /** The large picture with its hole, and the small one, filled. */
  readonly part: Raster
  readonly hole: Hole
  readonly small: Raster
  /** What the small one's pixels were taken from, if they were. */
  readonly level: Level | undefined
}): Raster {
  const { part, hole, small, level } = job
  const soft = resample(small, part)
  if (level === undefined) return soft
  const { width, height } = part
  const down = small.height / height
  const across = small.width / width
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    const x = pixel % width
    const y = (pixel - x) / width
    const at = Math.floor(y * down) * small.width + Math.floor(x * across)
    const source = sourceOf(level, at)
    if (source < 0) continue
    const u = x + Math.round(((source % small.width) - (at % small.width)) / across)
    const rows = Math.floor(source / small.width) - Math.floor(at / small.width)
    const v = y + Math.round(rows / down)
    const from = v * width + u
    const isKnown = u >= 0 && v >= 0 && u < width && v < height && hole[from] === 0
    if (isKnown) lend(soft.data, part.data, { to: pixel * 3, from: from * 3 })
  }
  return soft
}

/** The difference between sharp and soft at one place is added to what is soft at another. */
function lend(soft: Uint8Array, sharp: Uint8Array, at: { to: number; from: number }): void {
  for (let channel = 0; channel < 3; channel++) {
    const detail = sharp[at.from + channel]! - soft[at.from + channel]!
    soft[at.to + channel] = clamp(soft[at.to + channel]! + detail, 0, 255)
  }
}
