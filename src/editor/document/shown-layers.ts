import type { Rect } from '#domain/frame/space.ts'
import type { Layer } from '#domain/layer/composition.ts'
import { canvasRect, type EditorDocument } from './document.ts'
import {
  type DocumentLayer,
  isSameResult,
  type LayerId,
  type PlacedPatch,
  type ResultName,
} from './layer.ts'

/**
 * What is seen of a document's layers, derived from the document and from what its jobs made: so the
 * order in which results arrive changes nothing. Pure.
 */

/** The patches that jobs made, as far as is known, by the job's id. */
export type JobPatches = Readonly<Record<string, readonly PlacedPatch[]>>

/** A result of one layer that is looked at, and not kept yet. */
export type Look = { readonly layerId: LayerId; readonly result: ResultName }

/** What may be seen of layers for a while: a result looked at, an opacity under the pointer. */
export type Preview = {
  readonly look?: Look | undefined
  readonly fade?: { readonly layerId: LayerId; readonly opacity: number } | undefined
}

/** A patch as it is seen. */
export type ShownLayer = PlacedPatch & { readonly layerId: LayerId; readonly opacity: number }

/** The results to choose from, in the order of the layer's jobs, never of their arrival. */
export function patchesOf(layer: DocumentLayer, made: JobPatches): readonly PlacedPatch[] {
  return layer.jobs
    .flatMap((id) => made[id] ?? [])
    .filter((patch) => !layer.discarded.some((each) => isSameResult(each, patch)))
}

/** The result that a layer shows: the one looked at, else the one kept, else the first. */
export function shownPatch(
  layer: DocumentLayer,
  made: JobPatches,
  look?: Look,
): PlacedPatch | undefined {
  const patches = patchesOf(layer, made)
  const looked =
    look?.layerId === layer.id
      ? patches.find((patch) => isSameResult(patch, look.result))
      : undefined
  return looked ?? layer.kept ?? patches[0]
}

/** The layers that are seen, the lowest first. */
export function shownLayers(
  { layers }: Pick<EditorDocument, 'layers'>,
  made: JobPatches,
  { look, fade }: Preview = {},
): readonly ShownLayer[] {
  return layers.flatMap((layer) => {
    if (!layer.isVisible) return []
    const patch = shownPatch(layer, made, look)
    if (!patch) return []
    const opacity = fade?.layerId === layer.id ? fade.opacity : layer.opacity
    return [{ ...patch, layerId: layer.id, opacity }]
  })
}

/** A layer as requests and exports name it. */
export function namedLayer({ generationId, index, opacity }: ShownLayer): Layer {
  return { generationId, index, opacity }
}

/**
 * What is seen of the plane once all that shows nothing yet is left out: what an edit that is still
 * under way will extend is not there to be worked on or exported.
 */
export function shownCanvas(
  document: Pick<EditorDocument, 'base' | 'canvas' | 'layers'>,
  made: JobPatches,
): Rect | undefined {
  const layers = document.layers.filter((layer) => shownPatch(layer, made) !== undefined)
  return canvasRect({ ...document, layers })
}
