import type { Rect } from '#domain/frame/space.ts'
import { lastStart, type Stroke } from '../document/stroke.ts'
import { changeBy, fillHoles, invert } from './change-whole.ts'
import { drawLine } from './draw-line.ts'
import { layRegion } from './lay-region.ts'
import { emptyRaster, type Raster } from './mask-pixels.ts'
import { packedRows } from './pack-region.ts'
import { shapeRows } from './shape-rows.ts'

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
    case 'GROW':
    case 'SHRINK':
    case 'FEATHER':
    case 'SMOOTH':
      return changeBy(raster, stroke)
  }
}

/** Applies strokes in order to an empty mask. What lies before the last new start is not drawn. */
export function rasteriseStrokes(strokes: readonly Stroke[], canvas: Rect): Raster {
  const raster = emptyRaster(canvas)
  for (const stroke of strokes.slice(Math.max(0, lastStart(strokes)))) drawStroke(raster, stroke)
  return raster
}
