import { createStrokeTool, type StrokeTool } from './stroke-tool.ts'

/** Takes away from the mask. */
export function createMaskEraser(): StrokeTool {
  return createStrokeTool('ERASE')
}
