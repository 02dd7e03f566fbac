import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { GenerationId, UserId } from '#domain/ids.ts'
import { objectKeysOf, type Picture } from '#domain/picture/picture.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { answerKeysOf } from './answer-journal.ts'
import { letGo } from './let-go.ts'
import { type References, referencesOf } from './references.ts'
import { outputKeysOf } from './walk-generations.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'usage' | 'now'>

/**
 * Removes jobs with the pictures and objects that they made. A picture stays, with its objects, when
 * another job works on it or it is a favourite; a mask stays when another job used it. A job whose
 * patch lies under another edit is only marked: it goes with the last edit over it, and so does a
 * picture that was removed before its edits.
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
  const references = await referencesOf(edges, owner, new Set(asked.keys()))
  const removedAt = new Date(edges.now()).toISOString()
  await inParallel(references.kept, (generation) =>
    edges.generations.change(generation, { removedAt }),
  )
  // An index lags behind: what was asked for goes although it is not there yet.
  const isKept = new Set(references.kept.map(({ id }) => id))
  const going = new Map(references.going.map((generation) => [generation.id, generation]))
  for (const [id, generation] of asked) if (!isKept.has(id)) going.set(id, generation)
  await inParallel([...going.values()], (generation) => removeOne(edges, generation, references))
  const roots = new Set([...going.values()].flatMap(({ pictureId }) => pictureId ?? []))
  await inParallel([...roots], async (id) => {
    const root = references.roots.has(id) ? undefined : await edges.pictures.get(id)
    if (root?.owner !== owner || root.removedAt === undefined) return
    await edges.objects.remove(objectKeysOf(root).filter((key) => !references.keys.has(key)))
    await edges.pictures.remove(id)
  })
  return [...asked.keys()]
}

async function removeOne(
  edges: Needed,
  generation: Generation,
  references: References,
): Promise<void> {
  await letGo(edges, generation)
  const ids = (generation.outputs ?? []).flatMap(({ pictureId }) => pictureId ?? [])
  const pictures = (await inParallel(ids, (id) => edges.pictures.get(id))).filter(
    (each) => each !== undefined,
  )
  const kept = pictures.filter((picture) => isNeeded(picture, generation, references))
  const keptKeys = new Set(kept.flatMap(objectKeysOf))
  // One that ended has removed what its model answered.
  const answers = isFinal(generation.status) ? [] : answerKeysOf(generation)
  const keys = [...outputKeysOf(generation), ...answers, generation.maskKey].filter(
    (key) => key !== undefined && !references.keys.has(key) && !keptKeys.has(key),
  )
  await inParallel(
    pictures.filter((picture) => !kept.includes(picture)),
    (picture) => edges.pictures.remove(picture.id),
  )
  await edges.objects.remove(keys.filter((key) => key !== undefined))
  // Last, so that a removal that breaks off can be repeated.
  await edges.generations.remove(generation.id)
}

function isNeeded(picture: Picture, generation: Generation, { pictures }: References): boolean {
  const isOurs = picture.generationId === generation.id
  return !isOurs || picture.favourite === true || pictures.has(picture.id)
}
