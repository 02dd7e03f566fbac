import { paintedStrokes } from '../document/document.ts'
import type { Click, RasterStep } from '../document/region-steps.ts'
import type { EditorState } from './editor-state.ts'

/** A selected object, and where it was pointed at. */
export type PointedObject = RasterStep & { readonly clicks: readonly Click[] }

/** The object that further clicks are about: the last change of the mask, unless it is finished. */
export function objectInHand({ document, session }: EditorState): PointedObject | undefined {
  const last = paintedStrokes(document.present).at(-1)
  if (session.tool !== 'OBJECT' || last === session.finished) return undefined
  return last?.kind === 'RASTER' && isPointed(last) ? last : undefined
}

function isPointed(stroke: RasterStep): stroke is PointedObject {
  return stroke.clicks !== undefined
}
