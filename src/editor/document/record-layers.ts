import type { Rect, Size } from '#domain/frame/space.ts'
import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import { canvasOf, type Layer } from '#domain/layer/composition.ts'
import { patchKey } from '#domain/object-key.ts'
import { framedRect } from './frame.ts'
import type { DocumentLayer } from './layer.ts'

/** What a job's record says of layers, as a document has them. Pure. */

/**
 * The layer that one output of an edit is.
 * @param name of the layer
 * @returns `undefined` for an output that is a whole picture, or none
 */
export function layerOf(
  { id }: Generation,
  { index, patchKey: key, patchRect: rect }: GenerationOutput,
  name: string,
): DocumentLayer | undefined {
  if (!key || !rect) return undefined
  return { generationId: id, index, opacity: 1, rect, patchKey: key, name }
}

/**
 * The layers that a job worked on, the lowest first.
 * @param nameOf says what to call one
 */
export function layersBelow(
  { owner, layers = [], layerRects = [] }: Generation,
  nameOf: (layer: Layer) => string,
): readonly DocumentLayer[] {
  return layers.flatMap((layer, at) => {
    const { generationId, index, opacity } = layer
    const rect = layerRects[at]
    if (!rect) return []
    const key = patchKey(owner, generationId, index)
    return [{ generationId, index, opacity, rect, patchKey: key, name: nameOf(layer) }]
  })
}

/**
 * The canvas that a job extended, as it is afterwards.
 * @param root size of the picture, in whose pixels the canvas is
 * @returns `undefined` for a job that extends nothing
 */
export function extendedCanvas({ canvas, frame }: Generation, root: Size): Rect | undefined {
  return frame && framedRect(frame, canvasOf(canvas, root))
}
