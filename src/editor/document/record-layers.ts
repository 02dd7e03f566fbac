import type { Rect, Size } from '#domain/frame/space.ts'
import { type Generation, type GenerationOutput, hasImage } from '#domain/generation/generation.ts'
import { canvasOf, type Layer } from '#domain/layer/composition.ts'
import { patchKey } from '#domain/object-key.ts'
import { framedRect } from './frame.ts'
import { type DocumentLayer, type LayerId, newLayer, type PlacedPatch } from './layer.ts'

/** What a job's record says of layers, as a document has them. Pure. */

/** The patch that one output of an edit is; `undefined` for a whole picture, or none. */
export function patchOf(
  { id }: Pick<Generation, 'id'>,
  { index, patchKey: key, patchRect: rect }: GenerationOutput,
): PlacedPatch | undefined {
  if (!key || !rect) return undefined
  return { generationId: id, index, rect, patchKey: key }
}

/** Every patch that a job made, in their order. */
export function patchesIn(generation: Generation): readonly PlacedPatch[] {
  return (generation.outputs ?? [])
    .filter((output) => output.status === 'SUCCEEDED' && hasImage(output))
    .flatMap((output) => patchOf(generation, output) ?? [])
}

/** A layer of one patch, under a new id, as if its job had been asked for here. */
export function layerOf(generation: Generation, patch: PlacedPatch, id: LayerId): DocumentLayer {
  const { prompt = '', negativePrompt = '', search = '', operation } = generation
  return newLayer(id, {
    name: prompt.slice(0, 60),
    operation,
    words: { prompt, negativePrompt, search },
    jobs: [patch.generationId],
    kept: patch,
  })
}

/**
 * The layers that a job worked on, the lowest first, under new ids.
 * @param edges.jobOf the record of a layer's job, where it is known
 */
export function layersBelow(
  { owner, layers = [], layerRects = [] }: Generation,
  edges: {
    readonly newId: () => LayerId
    readonly jobOf: (layer: Layer) => Generation | undefined
  },
): readonly DocumentLayer[] {
  return layers.flatMap((layer, at) => {
    const { generationId, index, opacity } = layer
    const rect = layerRects[at]
    if (!rect) return []
    const patch = { generationId, index, rect, patchKey: patchKey(owner, generationId, index) }
    const job = edges.jobOf(layer)
    const id = edges.newId()
    const made = job
      ? layerOf(job, patch, id)
      : newLayer(id, { name: '', operation: 'INPAINT', jobs: [generationId], kept: patch })
    return [{ ...made, opacity }]
  })
}

/**
 * The canvas that a job extended, as it is afterwards.
 * @param root size of the picture, in whose pixels the canvas is
 * @returns `undefined` for a job that extends nothing
 */
export function extendedCanvas(
  { canvas, frame }: Pick<Generation, 'canvas' | 'frame'>,
  root: Size,
): Rect | undefined {
  return frame && framedRect(frame, canvasOf(canvas, root))
}
