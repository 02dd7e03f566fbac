import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { PictureId, UserId } from '#domain/ids.ts'
import { picturesOf } from '#domain/operation/request.ts'
import { objectKeysOf } from '#domain/picture/picture.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { askToEnd } from './cancel-generation.ts'
import { outputKeysOf } from './output-keys.ts'
import { liesOver } from './references.ts'
import { walkRecords } from './walk-records.ts'

type Needed = Pick<Edges, 'documents' | 'generations' | 'pictures' | 'objects' | 'usage' | 'now'>

/**
 * Removes pictures with their objects, and cancels the jobs that work on them. The objects of a
 * result stay as long as the history entry that shows it; a picture that a document uses, or over which
 * edits lie, is only marked, and goes with the last of them.
 * @returns the ids removed: those of somebody else, or of nobody, are left out
 */
export async function removePictures(
  edges: Needed,
  owner: UserId,
  ids: readonly PictureId[],
): Promise<PictureId[]> {
  const found = await inParallel([...new Set(ids)], (id) => edges.pictures.get(id))
  const mine = found.filter((each) => each !== undefined).filter((each) => each.owner === owner)
  if (mine.length === 0) return []
  const removed = new Set(mine.map(({ id }) => id))
  const shown = new Set<string>()
  const roots = new Set<PictureId>()
  const working: Generation[] = []
  await walkRecords(edges.documents, owner, ({ pictureIds }) => {
    for (const id of pictureIds) roots.add(id)
  })
  await walkRecords(edges.generations, owner, (generation) => {
    for (const key of outputKeysOf(generation)) shown.add(key)
    const worksOnOne = picturesOf(generation).some((id) => removed.has(id))
    if (worksOnOne && !isFinal(generation.status)) working.push(generation)
    if (generation.pictureId && liesOver(generation)) roots.add(generation.pictureId)
  })
  await inParallel(working, ({ id }) => askToEnd(edges, owner, id))
  const removedAt = new Date(edges.now()).toISOString()
  await inParallel(mine, async (picture) => {
    if (roots.has(picture.id)) {
      await edges.pictures.change(picture, { removedAt })
      return
    }
    await edges.objects.remove(objectKeysOf(picture).filter((each) => !shown.has(each)))
    // Last, so that a removal that breaks off can be repeated.
    await edges.pictures.remove(picture.id)
  })
  return mine.map(({ id }) => id)
}
