import type { Rect } from '#domain/frame/space.ts'
import type { Mode } from '../document/region-steps.ts'
import type { Raster } from './mask-pixels.ts'

/** A region row by row, in pixels of the picture. */
export interface RegionRows {
  /** Whole pixels; there is nothing of it beyond. */
  readonly bounds: Rect
  /**
   * Writes one row, 255 = within. Rows are asked for from above to below.
   * @param line begins at the left of `bounds`, all zero
   */
  readonly fillRow: (y: number, line: Uint8Array) => void
}

/** Lays a region over a mask, in place: adding takes the greater value, the others the smaller one. */
export function layRegion(raster: Raster, mode: Mode, { bounds, fillRow }: RegionRows): void {
  const { pixels, width, height } = raster
  const top = Math.max(0, bounds.y - raster.y)
  const bottom = Math.max(top, Math.min(height, bounds.y + bounds.height - raster.y))
  const left = Math.max(0, bounds.x - raster.x)
  const right = Math.max(left, Math.min(width, bounds.x + bounds.width - raster.x))
  const line = new Uint8Array(bounds.width)
  const shift = raster.x - bounds.x
  if (mode === 'INTERSECT') {
    pixels.fill(0, 0, Math.min(height, top) * width)
    pixels.fill(0, Math.min(height, bottom) * width)
  }
  for (let row = top; row < bottom; row += 1) {
    line.fill(0)
    fillRow(row + raster.y, line)
    const start = row * width
    if (mode === 'INTERSECT') {
      pixels.fill(0, start, start + Math.min(width, left))
      pixels.fill(0, start + Math.min(width, right), start + width)
    }
    layLine(pixels.subarray(start + left, start + right), line.subarray(left + shift), mode)
  }
}

function layLine(pixels: Uint8Array, line: Uint8Array, mode: Mode): void {
  for (let at = 0; at < pixels.length; at += 1) {
    const before = pixels[at] ?? 0
    const value = line[at] ?? 0
    if (mode === 'ADD') {
      if (value > before) pixels[at] = value
    } else {
      const most = mode === 'INTERSECT' ? value : 255 - value
      if (most < before) pixels[at] = most
    }
  }
}
