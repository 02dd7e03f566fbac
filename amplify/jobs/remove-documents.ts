import { documentKeysOf } from '#domain/document/document.ts'
import type { DocumentId, UserId } from '#domain/ids.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { referencesOf } from './references.ts'
import { removeUnneeded } from './remove-unneeded.ts'

type Needed = Pick<Edges, 'documents' | 'generations' | 'pictures' | 'objects' | 'usage' | 'now'>

/**
 * Removes documents for good, whether they are in the trash or not, and with them the pictures and jobs
 * that were removed before and that only these documents kept.
 * @returns the ids removed: those of somebody else, or of nobody, are left out
 */
export async function removeDocuments(
  edges: Needed,
  owner: UserId,
  ids: readonly DocumentId[],
): Promise<DocumentId[]> {
  const found = await inParallel([...new Set(ids)], (id) => edges.documents.get(id))
  const mine = found.filter((each) => each !== undefined).filter((each) => each.owner === owner)
  if (mine.length === 0) return []
  const documents = new Set(mine.map(({ id }) => id))
  const references = await referencesOf(edges, owner, { documents })
  await removeUnneeded(edges, owner, {
    references,
    generations: references.going,
    pictures: mine.flatMap(({ pictureIds }) => pictureIds),
  })
  await edges.objects.remove(mine.flatMap(documentKeysOf))
  // Last, so that a removal that breaks off can be repeated.
  await inParallel(mine, ({ id }) => edges.documents.remove(id))
  return [...documents]
}
