import { mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { DocumentId, GenerationId, PictureId, UserId } from '#domain/ids.ts'
import { picturesOf } from '#domain/operation/request.ts'
import type { Edges } from '../store/edges.ts'
import { outputKeysOf } from './output-keys.ts'
import { walkRecords } from './walk-records.ts'

/** What of a person's records stays, and what that needs, when some of it is to go. */
export type References = {
  /** Jobs that nobody needs any more: those that are to go, and those that only they kept. */
  readonly going: readonly Generation[]
  /** Jobs that are to go, but that a document uses, or whose patches lie under an edit that stays. */
  readonly kept: readonly Generation[]
  /** Objects that what stays names. */
  readonly keys: ReadonlySet<string>
  /** Pictures that what stays works from, made or shows. */
  readonly pictures: ReadonlySet<PictureId>
  /** Pictures that a document uses, or over which an edit that stays lies. */
  readonly roots: ReadonlySet<PictureId>
}

/** What is to go. */
type Leaving = {
  readonly generations?: ReadonlySet<GenerationId>
  readonly documents?: ReadonlySet<DocumentId>
}

const none: ReadonlySet<never> = new Set()

/**
 * Looks at every document and every job of a person, since an object or a layer may be needed by any of
 * them. A document in the trash needs what it uses like any other: restored, it is whole.
 */
export async function referencesOf(
  edges: Pick<Edges, 'generations' | 'documents'>,
  owner: UserId,
  { generations: leaving = none, documents = none }: Leaving,
): Promise<References> {
  const keys = new Set<string>()
  const pictures = new Set<PictureId>()
  const roots = new Set<PictureId>()
  const below = new Set<GenerationId>()
  const hidden = new Map<GenerationId, Generation>()
  const stay = (generation: Generation): void => {
    for (const id of picturesOf(generation)) pictures.add(id)
    for (const { pictureId } of generation.outputs ?? []) if (pictureId) pictures.add(pictureId)
    for (const key of outputKeysOf(generation)) keys.add(key)
    if (generation.maskKey) keys.add(generation.maskKey)
    if (generation.pictureId && liesOver(generation)) roots.add(generation.pictureId)
    for (const { generationId } of generation.layers ?? []) below.add(generationId)
  }
  await walkRecords(edges.documents, owner, ({ id, pictureIds, generationIds }) => {
    if (documents.has(id)) return
    for (const each of pictureIds) {
      pictures.add(each)
      roots.add(each)
    }
    for (const each of generationIds) below.add(each)
  })
  await walkRecords(edges.generations, owner, (generation) => {
    const isHidden = leaving.has(generation.id) || generation.removedAt !== undefined
    if (isHidden) hidden.set(generation.id, generation)
    else stay(generation)
  })
  const kept: Generation[] = []
  // A set is walked with what is added to it meanwhile: layers of layers are found as well.
  for (const id of below) {
    const generation = hidden.get(id)
    if (!generation || !hidden.delete(id)) continue
    stay(generation)
    if (leaving.has(id)) kept.push(generation)
  }
  return { going: [...hidden.values()], kept, keys, pictures, roots }
}

/** Whether a job's results lie over its picture, and are nothing without it. */
export function liesOver(generation: Generation): boolean {
  if (!isFinal(generation.status)) return mayHavePaid(generation)
  return generation.outputs?.some(({ patchKey }) => patchKey !== undefined) === true
}
