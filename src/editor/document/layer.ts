import * as z from 'zod'
import { holds, rectSchema, unionOf } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { generationIdSchema } from '#domain/ids.ts'
import type { Method } from '#domain/operation/define-operation.ts'
import { operationSchema, operationTable } from '#domain/operation/table.ts'
import { strokesSchema } from './stroke.ts'
import { noWords, wordsSchema } from './words.ts'

/** Names a layer in its document. */
export const layerIdSchema = z.uuid().brand<'LayerId'>()
export type LayerId = z.infer<typeof layerIdSchema>

const placedPatchSchema = z.object({
  generationId: generationIdSchema,
  index: z.int().min(0),
  /** Where the patch lies, in pixels of the base picture. */
  rect: rectSchema,
  /** S3 key of the patch, `results/…`; never a URL. */
  patchKey: z.string().min(1).max(400),
})

/** The patch that a job made as its n-th image (from 0), and where it lies. */
export type PlacedPatch = Readonly<z.infer<typeof placedPatchSchema>>

const resultNameSchema = z.object({ generationId: generationIdSchema, index: z.int().min(0) })

/** A result of a job: which job, and which of its images. */
export type ResultName = Readonly<z.infer<typeof resultNameSchema>>

const documentLayerSchema = z.object({
  id: layerIdSchema,
  /** What a person called it, or the words that it was asked for with; empty, its operation is its name. */
  name: z.string().max(400).catch(''),
  isVisible: z.boolean().catch(true),
  opacity: z.number().min(0).max(1).catch(1),
  operation: operationSchema.catch('INPAINT'),
  words: wordsSchema.catch(noWords),
  /** What else it was asked for with; the panel that asks reads it. */
  settings: z.record(z.string().max(60), z.unknown()).catch({}),
  strokes: strokesSchema,
  /** Whether the region was changed since it was asked for last. */
  isChanged: z.boolean().catch(false),
  /** The jobs that were asked for, the oldest first. */
  jobs: z.array(generationIdSchema).max(200).catch([]),
  kept: placedPatchSchema.nullable().catch(null),
  discarded: z.array(resultNameSchema).max(2_000).catch([]),
  /** The canvas that it extends the picture to, in pixels of the base picture. */
  extent: rectSchema.nullable().catch(null),
})

/**
 * A region of the picture: what is painted, what was asked for it, and which result is seen. It is in
 * the document before its first request leaves.
 */
export type DocumentLayer = Readonly<z.infer<typeof documentLayerSchema>>

/** Reads one layer; `undefined` where it is none. */
export function readLayer(stored: unknown): DocumentLayer | undefined {
  return documentLayerSchema.safeParse(stored).data
}

/** Reads a list of layers leniently: what is not a layer is left out. */
export const layersSchema = z
  .array(z.unknown())
  .catch([])
  .transform((items): readonly DocumentLayer[] => items.flatMap((item) => readLayer(item) ?? []))

/** A new layer that shows nothing yet. */
export function newLayer(
  id: LayerId,
  asked: Pick<DocumentLayer, 'name' | 'operation'> & Partial<DocumentLayer>,
): DocumentLayer {
  return {
    isVisible: true,
    opacity: 1,
    words: noWords,
    settings: {},
    strokes: [],
    isChanged: false,
    jobs: [],
    kept: null,
    discarded: [],
    extent: null,
    ...asked,
    id,
  }
}

/** Whether both name the same result. */
export function isSameResult(one: ResultName, other: ResultName): boolean {
  return one.generationId === other.generationId && one.index === other.index
}

/** Whether both are the same results, equally seen, in the same order, and each was kept. */
export function sameLayers(
  one: readonly DocumentLayer[],
  other: readonly DocumentLayer[],
): boolean {
  return (
    one.length === other.length &&
    one.every(({ kept, opacity, isVisible }, at) => {
      const that = other[at]
      if (!kept || !that?.kept) return false
      return (
        isSameResult(kept, that.kept) && opacity === that.opacity && isVisible === that.isVisible
      )
    })
  )
}

/** How pixels come back that lie over the picture which they were asked for on. */
const patching: readonly Method[] = ['MASKED', 'FOUND', 'EXTENDED', 'INSTRUCTED']

/** Whether a layer's results are patches; else they are pictures of their own. */
export function isPatching({ operation }: Pick<DocumentLayer, 'operation'>): boolean {
  return patching.includes(operationTable[operation].method)
}

/** The canvas with all that the shown layers extend it to; the same one where they do not. */
export function extendedBy(canvas: Rect, layers: readonly DocumentLayer[]): Rect {
  return layers.reduce(
    (all, { isVisible, extent }) =>
      isVisible && extent && !holds(all, extent) ? unionOf(all, extent) : all,
    canvas,
  )
}
