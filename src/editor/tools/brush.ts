import { createStrokeTool, type StrokeTool } from './stroke-tool.ts'

/** Adds to the mask. */
export function createBrush(): StrokeTool {
  return createStrokeTool('PAINT')
}
