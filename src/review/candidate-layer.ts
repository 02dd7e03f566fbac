import type { BasePicture } from '../editor/document/document.ts'
import { extendedCanvas, layerOf } from '../editor/document/record-layers.ts'
import type { Candidate } from '../editor/store/editor-store.ts'
import { jobTitle } from '../editor/store/job-title.ts'
import type { Shown } from './use-shown-review.ts'

/**
 * The layer that the chosen result would be over the picture that is open.
 * @returns `undefined` when it is a whole picture, or belongs to another one
 */
export function candidateLayer(
  { generation, output, isAlone }: Pick<Shown, 'generation' | 'output' | 'isAlone'>,
  base: BasePicture,
): Extract<Candidate, { kind: 'LAYER' }> | undefined {
  const layer = layerOf(generation, output, jobTitle(generation))
  if (!layer || isAlone) return undefined
  const canvas = extendedCanvas(generation, { width: base.widthPx, height: base.heightPx })
  return { kind: 'LAYER', layer, canvas }
}
