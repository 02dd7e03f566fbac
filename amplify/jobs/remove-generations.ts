import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { GenerationId, PictureId, UserId } from '#domain/ids.ts'
import { picturesOf } from '#domain/operation/request.ts'
import { objectKeysOf, type Picture } from '#domain/picture/picture.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { answerKeysOf } from './answer-journal.ts'
import { letGo } from './let-go.ts'
import { outputKeysOf, walkGenerations } from './walk-generations.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'usage' | 'now'>

/** What the rest of a person's history still needs. */
type Needs = { readonly keys: Set<string>; readonly pictures: Set<PictureId> }

/**
 * Removes jobs with the pictures and objects that they made. A picture stays, with its objects, when
 * another job works on it or it is a favourite; a mask stays when another job used it.
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
  const needs = await needsOfOthers(edges, owner, new Set(mine.map(({ id }) => id)))
  await inParallel(mine, (generation) => removeOne(edges, generation, needs))
  return mine.map(({ id }) => id)
}

async function removeOne(edges: Needed, generation: Generation, needs: Needs): Promise<void> {
  await letGo(edges, generation)
  const ids = (generation.outputs ?? []).flatMap(({ pictureId }) => pictureId ?? [])
  const pictures = (await inParallel(ids, (id) => edges.pictures.get(id))).filter(
    (each) => each !== undefined,
  )
  const kept = pictures.filter((picture) => isNeeded(picture, generation, needs))
  const keptKeys = new Set(kept.flatMap(objectKeysOf))
  // One that ended has removed what its model answered.
  const answers = isFinal(generation.status) ? [] : answerKeysOf(generation)
  const keys = [...outputKeysOf(generation), ...answers, generation.maskKey].filter(
    (key) => key !== undefined && !needs.keys.has(key) && !keptKeys.has(key),
  )
  await inParallel(
    pictures.filter((picture) => !kept.includes(picture)),
    (picture) => edges.pictures.remove(picture.id),
  )
  await edges.objects.remove(keys.filter((key) => key !== undefined))
  // Last, so that a removal that breaks off can be repeated.
  await edges.generations.remove(generation.id)
}

function isNeeded(picture: Picture, generation: Generation, needs: Needs): boolean {
  const isOurs = picture.generationId === generation.id
  return !isOurs || picture.favourite === true || needs.pictures.has(picture.id)
}

async function needsOfOthers(
  edges: Needed,
  owner: UserId,
  removed: ReadonlySet<GenerationId>,
): Promise<Needs> {
  const needs: Needs = { keys: new Set(), pictures: new Set() }
  await walkGenerations(edges.generations, owner, (other) => {
    if (removed.has(other.id)) return
    for (const id of picturesOf(other)) needs.pictures.add(id)
    if (other.maskKey) needs.keys.add(other.maskKey)
    for (const key of outputKeysOf(other)) needs.keys.add(key)
    for (const { pictureId } of other.outputs ?? []) if (pictureId) needs.pictures.add(pictureId)
  })
  return needs
}
