import type { Rect } from '#domain/frame/space.ts'
import { lastStart, type Stroke } from '../document/stroke.ts'
import { changeBy, fillHoles, invert } from './change-whole.ts'
import { drawLine } from './draw-line.ts'
import { layRegion } from './lay-region.ts'
import { packedRows } from './pack-region.ts'
import { shapeRows } from './shape-rows.ts'

/**
 * The mask as pixels: one byte each, row by row, 255 = edit, 0 = keep, between = partial. Pure: the
 * same strokes give the same bytes in every browser and in Node. Drawing is idempotent (it takes the
 * maximum, erasing the minimum), so a line drawn in pieces equals the line drawn at once. What it
 * covers is in pixels of the picture, as strokes are.
 */
export type Raster = Rect & { readonly pixels: Uint8Array<ArrayBuffer> }

/** A mask of this canvas with nothing in it. */
export function emptyRaster(canvas: Rect): Raster {
  return { ...canvas, pixels: new Uint8Array(canvas.width * canvas.height) }
}

/** Applies one stroke to `raster`, in place. */
export function drawStroke(raster: Raster, stroke: Stroke): void {
  switch (stroke.kind) {
    case 'PAINT':
    case 'ERASE':
      return drawLine(raster, stroke)
    case 'RECTANGLE':
    case 'ELLIPSE':
    case 'POLYGON':
      return layRegion(raster, stroke.mode, shapeRows(stroke))
    case 'RASTER':
      return layRegion(raster, stroke.mode, packedRows(stroke))
    case 'CLEAR':
    case 'ALL':
      return void raster.pixels.fill(stroke.kind === 'ALL' ? 255 : 0)
    case 'INVERT':
      return invert(raster)
    case 'FILL_HOLES':
      return fillHoles(raster)
    default:
      return changeBy(raster, stroke)
  }
}

/** Applies strokes in order to an empty mask. What lies before the last new start is not drawn. */
export function rasteriseStrokes(strokes: readonly Stroke[], canvas: Rect): Raster {
  const raster = emptyRaster(canvas)
  for (const stroke of strokes.slice(Math.max(0, lastStart(strokes)))) drawStroke(raster, stroke)
  return raster
}
