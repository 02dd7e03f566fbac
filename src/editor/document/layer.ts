import * as z from 'zod'
import { rectSchema } from '#domain/frame/rect.ts'
import { generationIdSchema } from '#domain/ids.ts'
import type { Layer } from '#domain/layer/composition.ts'

const documentLayerSchema = z.object({
  generationId: generationIdSchema,
  index: z.int().min(0),
  opacity: z.number().min(0).max(1),
  /** Where its patch lies, in pixels of the base picture. */
  rect: rectSchema,
  /** S3 key of its patch, `results/…`; never a URL. */
  patchKey: z.string().min(1).max(400),
  /** What the edit was asked for with. */
  name: z.string().max(400).catch(''),
})

/** An edit over the base picture: the patch that a job made, and how much of it is seen. */
export type DocumentLayer = Readonly<z.infer<typeof documentLayerSchema>>

/** Reads a list of layers leniently: what is not a layer is left out. */
export const layersSchema = z
  .array(z.unknown())
  .catch([])
  .transform((items): readonly DocumentLayer[] =>
    items.flatMap((item) => {
      const layer = documentLayerSchema.safeParse(item)
      return layer.success ? [layer.data] : []
    }),
  )

/** A layer as requests name it. */
export function namedLayer({ generationId, index, opacity }: DocumentLayer): Layer {
  return { generationId, index, opacity }
}

/** Whether both lists are the same layers, equally seen, in the same order. */
export function sameLayers(
  one: readonly DocumentLayer[],
  other: readonly DocumentLayer[],
): boolean {
  return (
    one.length === other.length &&
    one.every((layer, at) => {
      const { generationId, index, opacity } = other[at] ?? layer
      return (
        layer.generationId === generationId && layer.index === index && layer.opacity === opacity
      )
    })
  )
}
