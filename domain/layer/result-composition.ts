import type { Rect } from '../frame/space.ts'
import type { Generation, GenerationOutput } from '../generation/generation.ts'
import type { PictureId } from '../ids.ts'
import type { Layer } from './composition.ts'

/** A root with what is seen of it and lies over it, as requests name them. */
export type Composition = {
  readonly pictureId: PictureId
  readonly canvas?: Rect
  readonly layers?: readonly Layer[]
}

/**
 * What a result of a job is composed of: an edit is its patch over all that the job worked on, everything
 * else is a root of its own.
 * @returns `undefined` when there is no image
 */
export function compositionOfResult(
  job: Generation,
  output: GenerationOutput,
): Composition | undefined {
  if (!output.patchKey || !job.pictureId) {
    return output.pictureId && { pictureId: output.pictureId }
  }
  const canvas = canvasOfEdit(job, output)
  const layer = { generationId: job.id, index: output.index, opacity: 1 }
  return {
    pictureId: job.pictureId,
    ...(canvas && { canvas }),
    layers: [...(job.layers ?? []), layer],
  }
}

/** An outpaint extends what the job saw; other edits leave it as it was. */
function canvasOfEdit(
  { canvas, frame }: Generation,
  { width, height }: GenerationOutput,
): Rect | undefined {
  if (!frame || !width || !height) return canvas
  const { x, y } = canvas ?? { x: 0, y: 0 }
  return { x: x - frame.leftPx, y: y - frame.upPx, width, height }
}
