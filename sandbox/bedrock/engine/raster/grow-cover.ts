import type { Size } from './plane.ts'
import type { Cover, Hole } from './raster.ts'

/** Widens what is covered by so many pixels each way: each pixel the most of those around it. */
export function growCover({ width, height }: Size, cover: Cover, growPx: number): Cover {
  if (growPx === 0) return cover
  const across = widest(cover, { count: height, length: width, step: 1, next: width }, growPx)
  return widest(across, { count: width, length: height, step: width, next: 1 }, growPx)
}

type Lines = {
  readonly count: number
  readonly length: number
  readonly step: number
  readonly next: number
}

function widest(cover: Cover, { count, length, step, next }: Lines, reach: number): Cover {
  const wide = Uint8Array.from(cover)
  for (let line = 0; line < count; line++) {
    const start = line * next
    for (let at = 0; at < length; at++) {
      const value = cover[start + at * step]!
      if (value === 0) continue
      // What its neighbours on both sides have at least, they spread themselves.
      const first = at > 0 && cover[start + (at - 1) * step]! >= value ? at : at - reach
      const last = at < length - 1 && cover[start + (at + 1) * step]! >= value ? at : at + reach
      for (let to = Math.max(0, first); to <= Math.min(length - 1, last); to++) {
        const index = start + to * step
        if (wide[index]! < value) wide[index] = value
      }
    }
  }
  return wide
}

/** @returns what is covered at all */
export function holeOf(cover: Cover): Hole {
  return cover.map((value) => (value > 0 ? 1 : 0))
}
