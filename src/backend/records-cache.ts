/** The server's records as this device knows them, in the query cache, and how news gets in. */
import { QueryClient } from '@tanstack/react-query'
import type { DocumentRecord } from '#domain/document/document.ts'
import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { UserId } from '#domain/ids.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { fetchDocuments, fetchGeneration, fetchGenerations, fetchPictures } from './api.ts'
import {
  type Batch,
  type Collection,
  emptyCollection,
  type Versioned,
  withBatch,
  withRemoved,
  withRestored,
  withSeen,
} from './collection.ts'

/** How far back a catch-up reads before it gives up closing the gap. */
const maxCatchUpPages = 5

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Subscriptions and the catch-up after a reconnect keep records fresh, not a timer.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof AppError && error.retry,
    },
  },
})

export const collections = {
  generations: ['generations'],
  pictures: ['pictures'],
  documents: ['documents'],
} as const
export type Kinds = { generations: Generation; pictures: Picture; documents: DocumentRecord }
export type Kind = keyof Kinds

/** What is known now; an empty collection before anything was read. */
export function known<K extends Kind>(kind: K): Collection<Kinds[K]> {
  return queryClient.getQueryData<Collection<Kinds[K]>>(collections[kind]) ?? emptyCollection
}

/** Tells of every change of what is known of one kind. @returns how to stop */
export function watchRecords<K extends Kind>(
  kind: K,
  onChange: (collection: Collection<Kinds[K]>) => void,
): () => void {
  return queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && query.queryKey[0] === kind) onChange(known(kind))
  })
}

/** Notes records that an event or an answer brought. */
export function noteSeen<K extends Kind>(kind: K, records: readonly Kinds[K][]): void {
  change(kind, (collection) => withSeen(collection, records))
}

/** Notes that records are gone. */
export function noteRemoved(kind: Kind, ids: readonly string[]): void {
  change(kind, (collection) => withRemoved(collection, ids))
}

/** Takes a `noteRemoved` back, with the records as they were. */
export function noteRestored<K extends Kind>(kind: K, records: readonly Kinds[K][]): void {
  change(kind, (collection) => withRestored(collection, records))
}

/** Reads the newest records and joins them with what is known. @throws AppError */
export async function readNewest<K extends Kind>(
  kind: K,
  owner: UserId,
): Promise<Collection<Kinds[K]>> {
  const before = known(kind)
  const fetch = fetchers[kind] as unknown as (
    owner: UserId,
    token: string | null,
  ) => Promise<Batch<Kinds[K]>>
  const batch = await readUntilKnown(before, (token) => fetch(owner, token))
  return withBatch(known(kind), batch, before)
}

/** Refetches what may have changed while events could be missed. @throws AppError */
export async function catchUp(owner: UserId): Promise<void> {
  const [generations, pictures, documents] = await Promise.all([
    readNewest('generations', owner),
    readNewest('pictures', owner),
    readNewest('documents', owner),
  ])
  change('generations', () => generations)
  change('pictures', () => pictures)
  change('documents', () => documents)
  const open = Object.values(generations.byId).filter((each) => !isFinal(each.status))
  const again = await Promise.all(open.map((each) => fetchGeneration(each.id)))
  noteSeen(
    'generations',
    again.filter((each) => each !== undefined),
  )
}

const fetchers = {
  generations: fetchGenerations,
  pictures: fetchPictures,
  documents: fetchDocuments,
}

function change<K extends Kind>(
  kind: K,
  step: (collection: Collection<Kinds[K]>) => Collection<Kinds[K]>,
): void {
  queryClient.setQueryData<Collection<Kinds[K]>>(collections[kind], (collection) =>
    step(collection ?? emptyCollection),
  )
}

async function readUntilKnown<T extends Versioned>(
  before: Collection<T>,
  fetch: (token: string | null) => Promise<Batch<T>>,
): Promise<Batch<T>> {
  const isFirst = Object.keys(before.byId).length === 0
  const records: T[] = []
  let token: string | null = null
  for (let pages = 0; pages < (isFirst ? 1 : maxCatchUpPages); pages += 1) {
    const batch: Batch<T> = await fetch(token)
    records.push(...batch.records)
    token = batch.nextToken
    if (token === null || batch.records.some(({ id }) => before.byId[id])) break
  }
  return { records, nextToken: token }
}
