import { isFinal } from '#domain/generation/status.ts'
import type { DocumentId, GenerationId, PictureId, UserId } from '#domain/ids.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { referencesOf } from './references.ts'
import { walkRecords } from './walk-records.ts'

/**
 * Removes the records of a person's pictures and jobs that were removed before and that nothing keeps any
 * more: DynamoDB tells nobody when it lets a document go. Their objects are left to the caller.
 * @param documents that are past their time, and are removed as well
 * @returns the ids of pictures and jobs that are gone; an index still lists them for a moment
 */
export async function removeUnheld(
  edges: Pick<Edges, 'documents' | 'generations' | 'pictures'>,
  owner: UserId,
  documents: ReadonlySet<DocumentId>,
): Promise<ReadonlySet<PictureId | GenerationId>> {
  const references = await referencesOf(edges, owner, { documents })
  // What still runs is its worker's, and goes another time.
  const ended = references.going.filter(({ status }) => isFinal(status))
  const jobs = new Set(ended.map(({ id }) => id))
  const pictures: PictureId[] = []
  await walkRecords(edges.pictures, owner, (picture) => {
    const { id, removedAt, generationId, favourite } = picture
    const isMarked = removedAt !== undefined && !references.roots.has(id)
    const isMade = generationId !== undefined && jobs.has(generationId) && favourite !== true
    if (isMarked || (isMade && !references.pictures.has(id))) pictures.push(id)
  })
  await inParallel([...documents], (id) => edges.documents.remove(id))
  await inParallel(pictures, (id) => edges.pictures.remove(id))
  await inParallel([...jobs], (id) => edges.generations.remove(id))
  return new Set([...pictures, ...jobs])
}
