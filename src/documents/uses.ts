import {
  type GenerationId,
  generationIdSchema,
  type PictureId,
  pictureIdSchema,
} from '#domain/ids.ts'

/** What is read of a document here, of any version. */
type Naming = {
  readonly base: { readonly pictureId: string } | null
  readonly layers: readonly object[]
}

/** The pictures and jobs that a document needs; `rootPictureId` is the one at the bottom now. */
export type Uses = {
  readonly rootPictureId: PictureId | undefined
  readonly pictureIds: readonly PictureId[]
  readonly generationIds: readonly GenerationId[]
}

/**
 * All that a document names, in its present and in the steps that can be undone or redone, so that
 * none of them ever lacks a thing. Pure.
 */
export function usesOf(history: {
  readonly past: readonly Naming[]
  readonly present: Naming
  readonly future: readonly Naming[]
}): Uses {
  const pictures = new Set<PictureId>()
  const generations = new Set<GenerationId>()
  const seen = new Set<object>()
  // The present first: what is over the bounds of a record is what was undone long ago.
  for (const { base, layers } of [
    history.present,
    ...history.past.toReversed(),
    ...history.future,
  ]) {
    const pictureId = pictureIdSchema.safeParse(base?.pictureId).data
    if (pictureId) pictures.add(pictureId)
    for (const layer of layers) {
      if (seen.has(layer)) continue
      seen.add(layer)
      for (const id of jobsOf(layer)) generations.add(id)
    }
  }
  return {
    rootPictureId: pictureIdSchema.safeParse(history.present.base?.pictureId).data,
    pictureIds: [...pictures],
    generationIds: [...generations],
  }
}

/** The jobs of a layer: of the result that is seen, and all that were asked for. */
function jobsOf(layer: object): GenerationId[] {
  const { generationId, kept, jobs } = layer as {
    generationId?: unknown
    kept?: { generationId?: unknown } | null
    jobs?: readonly unknown[]
  }
  return [generationId, kept?.generationId, ...(jobs ?? [])].flatMap(
    (id) => generationIdSchema.safeParse(id).data ?? [],
  )
}
