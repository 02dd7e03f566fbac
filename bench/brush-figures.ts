import type { BrushFigures } from './brush.ts'
import type { Figure } from './figure.ts'

/** Puts the brush's figures beside their bars. */
export function brushFigures(brush: BrushFigures): Figure[] {
  return [
    { name: 'pointer to frame, p95', value: brush.pointerToFrameP95Ms, unit: 'ms', atMost: 20 },
    { name: 'pointer to frame, p50', value: brush.pointerToFrameP50Ms, unit: 'ms' },
    { name: 'frame, p95', value: brush.frameP95Ms, unit: 'ms', atMost: 22 },
    { name: 'long tasks in 500 strokes', value: brush.longTasks, unit: '', atMost: 0 },
    { name: 'last five of 500 strokes ÷ first five', value: brush.growth, unit: '×', atMost: 1.1 },
    { name: 'undo', value: brush.undoMs, unit: 'ms', atMost: 50 },
    { name: 'export of the mask at 4096²', value: brush.maskExportMs, unit: 'ms', atMost: 500 },
    { name: 'its size', value: brush.maskExportBytes / 1e6, unit: 'MB' },
    { name: 'canvas pixels after 500 strokes', value: brush.canvasMB, unit: 'MB', atMost: 128 },
    { name: 'page above the empty editor', value: brush.pageMB, unit: 'MB', atMost: 200 },
    { name: 'p95 with 20 layers ÷ without', value: brush.p95WithLayers, unit: '×', atMost: 1.05 },
    { name: 'p50 with 20 layers ÷ without', value: brush.p50WithLayers, unit: '×', atMost: 1.05 },
    { name: 'document of 1,000 steps, to its mask', value: brush.openMs, unit: 'ms', atMost: 300 },
  ]
}
