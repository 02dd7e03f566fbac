import { isFinal } from '#domain/generation/status.ts'
import type { GenerationId, UserId } from '#domain/ids.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { askToEnd } from './cancel-generation.ts'
import { referencesOf } from './references.ts'
import { removeUnneeded } from './remove-unneeded.ts'

type Needed = Pick<Edges, 'documents' | 'generations' | 'pictures' | 'objects' | 'usage' | 'now'>

/**
 * Removes jobs with the pictures and objects that they made. A picture stays, with its objects, when
 * another job works on it, a document uses it or it is a favourite; a mask stays when another job used it.
 * A job that a document uses, or whose patch lies under another edit, is only marked: it goes with the last
 * of them, and so does a picture that was removed before its edits.
 * @returns the ids removed: those of somebody else, or of nobody, are left out
 */
export async function removeGenerations(
  edges: Needed,
  owner: UserId,
  ids: readonly GenerationId[],
): Promise<GenerationId[]> {
  const found = await inParallel([...new Set(ids)], (id) => edges.generations.get(id))
  const mine = found.filter((each) => each !== undefined).filter((each) => each.owner === owner)
  if (mine.length === 0) return []
  const asked = new Map(mine.map((generation) => [generation.id, generation]))
  const generations = new Set(asked.keys())
  const references = await referencesOf(edges, owner, { generations })
  const removedAt = new Date(edges.now()).toISOString()
  await inParallel(references.kept, async (generation) => {
    const { id, status } = generation
    // Nobody wants what is not made yet, though a document has a place for it.
    const seen = isFinal(status) ? generation : await askToEnd(edges, owner, id)
    await edges.generations.change(seen, { removedAt })
  })
  // An index lags behind: what was asked for goes although it is not there yet.
  const isKept = new Set(references.kept.map(({ id }) => id))
  const going = new Map(references.going.map((generation) => [generation.id, generation]))
  for (const [id, generation] of asked) if (!isKept.has(id)) going.set(id, generation)
  await removeUnneeded(edges, owner, {
    references,
    generations: [...going.values()],
    pictures: [],
  })
  return [...asked.keys()]
}
