/** The newest records on this device, for when the server cannot be reached. */
import * as z from 'zod'
import { documentRecordSchema } from '#domain/document/document.ts'
import { generationSchema } from '#domain/generation/generation.ts'
import type { UserId } from '#domain/ids.ts'
import { pictureSchema } from '#domain/picture/picture.ts'
import { listed, withSeen } from './collection.ts'
import { toAppError } from './errors.ts'
import { openLocalStore } from './local-store.ts'
import { type Kind, type Kinds, known, readNewest, watchRecords } from './records-cache.ts'

/** More than anybody scrolls through on the way; each is one or two kilobytes. */
const maxKept = 500
const keepAfterMs = 1000

const store = openLocalStore('repaint-records', z.array(z.unknown()))
const kinds = ['generations', 'pictures', 'documents'] as const
const schemas = {
  generations: generationSchema,
  pictures: pictureSchema,
  documents: documentRecordSchema,
}

/**
 * Reads the newest records; without a network those that this device kept.
 * @throws AppError OFFLINE when it kept none, or what the server said
 */
export async function readOrRecall<K extends Kind>(kind: K, owner: UserId) {
  try {
    return await readNewest(kind, owner)
  } catch (error) {
    const kept = toAppError(error).code === 'OFFLINE' ? await recall(kind, owner) : undefined
    if (!kept) throw error
    return withSeen(known(kind), kept)
  }
}

/** Keeps the newest records from now on. @returns how to stop */
export function keepRecords(owner: UserId): () => void {
  const stops = kinds.map((kind) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = watchRecords(kind, () => {
      timer ??= setTimeout(() => {
        timer = undefined
        const newest = listed<Kinds[Kind]>(known(kind)).slice(0, maxKept)
        void store.set(nameOf(kind, owner), newest)
      }, keepAfterMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  })
  return () => {
    for (const stop of stops) stop()
  }
}

/** Forgets the records of a person. */
export async function forgetRecords(owner: UserId): Promise<void> {
  await Promise.all(kinds.map((kind) => store.remove(nameOf(kind, owner))))
}

/** One that cannot be read any more is left out. */
async function recall<K extends Kind>(
  kind: K,
  owner: UserId,
): Promise<readonly Kinds[K][] | undefined> {
  const kept = await store.get(nameOf(kind, owner))
  const schema = schemas[kind] as unknown as z.ZodType<Kinds[K]>
  return kept?.flatMap((record) => schema.safeParse(record).data ?? [])
}

function nameOf(kind: Kind, owner: UserId): string {
  return `${owner}/${kind}`
}
