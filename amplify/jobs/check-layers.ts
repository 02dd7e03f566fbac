import { AppError } from '#domain/errors.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { GenerationId, PictureId, UserId } from '#domain/ids.ts'
import type { Layer } from '#domain/layer/composition.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'

/** What a request, or an export, is composed of. */
type Composed = {
  readonly pictureId?: PictureId | undefined
  readonly layers?: readonly Layer[] | undefined
}

/**
 * Checks that every layer is a patch that the caller's jobs made over this very root.
 * @returns where they lie, in their order, in pixels of the root
 * @throws AppError NOT_FOUND, and INVALID_REQUEST for layers over no root
 */
export async function checkLayers(
  edges: Pick<Edges, 'generations'>,
  owner: UserId,
  { pictureId, layers = [] }: Composed,
): Promise<Rect[]> {
  if (layers.length === 0) return []
  if (!pictureId) {
    throw new AppError('INVALID_REQUEST', { key: 'pictureMissing' }, { field: 'layers' })
  }
  const ids = [...new Set(layers.map(({ generationId }) => generationId))]
  const jobs = new Map<GenerationId, Generation>()
  await inParallel(ids, async (id) => {
    const job = await edges.generations.get(id)
    if (job?.owner === owner && job.pictureId === pictureId) jobs.set(id, job)
  })
  return layers.map(({ generationId, index }) => {
    const outputs = jobs.get(generationId)?.outputs ?? []
    const rect = outputs.find((output) => output.index === index)?.patchRect
    if (rect) return rect
    throw new AppError('NOT_FOUND', { key: 'layerUnknown' }, { field: 'layers' })
  })
}
