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
  if ('points' in stroke) drawLine(raster, stroke)
  else if ('outline' in stroke) layRegion(raster, stroke.mode, shapeRows(stroke))
  else if ('runs' in stroke) layRegion(raster, stroke.mode, packedRows(stroke))
  else if ('px' in stroke) changeBy(raster, stroke)
  else if (stroke.kind === 'INVERT') invert(raster)
  else if (stroke.kind === 'FILL_HOLES') fillHoles(raster)
  else raster.pixels.fill(stroke.kind === 'ALL' ? 255 : 0)
}

/** Applies strokes in order to an empty mask. What lies before the last new start is not drawn. */
export function rasteriseStrokes(strokes: readonly Stroke[], canvas: Rect): Raster {
  const raster = emptyRaster(canvas)
  for (const stroke of strokes.slice(Math.max(0, lastStart(strokes)))) drawStroke(raster, stroke)
  return raster
}
