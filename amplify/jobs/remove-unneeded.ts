import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { PictureId, UserId } from '#domain/ids.ts'
import { objectKeysOf, type Picture } from '#domain/picture/picture.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { answerKeysOf } from './answer-journal.ts'
import { letGo } from './let-go.ts'
import { outputKeysOf } from './output-keys.ts'
import type { References } from './references.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'usage' | 'now'>

/**
 * Removes jobs with the pictures and objects that they made, then those pictures, and the ones that the
 * jobs worked on, that were removed before and that nothing needs any more.
 * @param of `references` is what stays needs
 */
export async function removeUnneeded(
  edges: Needed,
  owner: UserId,
  of: {
    readonly references: References
    readonly generations: readonly Generation[]
    readonly pictures: readonly PictureId[]
  },
): Promise<void> {
  const { references, generations, pictures } = of
  await inParallel(generations, (generation) => removeOne(edges, generation, references))
  const worked = generations.flatMap(({ pictureId }) => pictureId ?? [])
  await inParallel([...new Set([...pictures, ...worked])], async (id) => {
    const picture = references.roots.has(id) ? undefined : await edges.pictures.get(id)
    if (picture?.owner !== owner || picture.removedAt === undefined) return
    await edges.objects.remove(objectKeysOf(picture).filter((key) => !references.keys.has(key)))
    await edges.pictures.remove(id)
  })
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
