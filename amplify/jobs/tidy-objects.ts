import { documentKeysOf, isPastTrash } from '#domain/document/document.ts'
import { isExpired } from '#domain/export/export.ts'
import { type DocumentId, type UserId, userIdSchema } from '#domain/ids.ts'
import { objectKeysOf } from '#domain/picture/picture.ts'
import type { Edges } from '../store/edges.ts'
import type { ListedObject } from '../store/objects.ts'
import { outputKeysOf } from './output-keys.ts'
import { removeRecords } from './remove-records.ts'
import { removeUnheld } from './remove-unheld.ts'
import { walkRecords } from './walk-records.ts'

type Needed = Pick<
  Edges,
  'documents' | 'generations' | 'pictures' | 'exports' | 'objects' | 'leavers' | 'now'
>

export type Tidied = { seen: number; removed: number }

/** What models answered expires by a rule of the bucket. */
const prefixes = ['originals', 'masks', 'previews', 'results', 'exports', 'documents'] as const

/** 100,000 objects under one prefix in one run; a deployment with more names a longer `owners`. */
const maxPages = 100
/** The function has five minutes; the rest is left for the owner whose turn it is. */
const worksForMs = 240_000

const hourMs = 3_600_000

/** Whose turn it is: by the first digit of their id, which is random, each sixteenth once in 16 hours. */
export function dueOwners(now: number): string {
  return (Math.floor(now / hourMs) % 16).toString(16)
}

/**
 * Removes objects that no record names, and that are older than any job: uploads whose event never
 * came, masks whose job never came, files of exports that expired, what documents were before, and what only
 * documents kept whose time in the trash is over. Of an owner who left, what was stored in that very moment
 * goes with its records.
 * @param of `owners` is how their ids begin; younger objects may still be waited for
 */
export async function tidyObjects(
  edges: Needed,
  of: { owners: string; olderThanSeconds: number },
): Promise<Tidied> {
  const startedAt = edges.now()
  const tidied: Tidied = { seen: 0, removed: 0 }
  const old = new Map<string, string[]>()
  for (const prefix of prefixes) {
    await walkObjects(edges, `${prefix}/${of.owners}`, ({ key, modifiedAt }) => {
      tidied.seen += 1
      const owner = key.split('/')[1] ?? ''
      if (startedAt - modifiedAt < of.olderThanSeconds * 1_000) return
      old.set(owner, [...(old.get(owner) ?? []), key])
    })
  }
  for (const [folder, keys] of old) {
    if (edges.now() - startedAt > worksForMs) break
    const owner = userIdSchema.safeParse(folder)
    const named = owner.success ? await keysToKeep(edges, owner.data) : new Set<string>()
    const orphans = keys.filter((key) => !named.has(key))
    await edges.objects.remove(orphans)
    tidied.removed += orphans.length
  }
  return tidied
}

async function walkObjects(
  { objects }: Needed,
  start: string,
  visit: (object: ListedObject) => void,
): Promise<void> {
  let after: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found = await objects.list(start, after)
    for (const each of found) visit(each)
    after = found.at(-1)?.key
    if (after === undefined) return
  }
}

async function keysToKeep(edges: Needed, owner: UserId): Promise<ReadonlySet<string>> {
  if (await edges.leavers.hasLeft(owner)) {
    await removeRecords(edges.generations, owner)
    await removeRecords(edges.pictures, owner)
    await removeRecords(edges.exports, owner)
    await removeRecords(edges.documents, owner)
    return new Set()
  }
  return keysNamedBy(edges, owner)
}

/** Every object that some record of a person names; records that nothing needs any more go first. */
async function keysNamedBy(edges: Needed, owner: UserId): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  const add = (key: string | undefined) => key !== undefined && named.add(key)
  const now = edges.now()
  const past = new Set<DocumentId>()
  await walkRecords(edges.documents, owner, (record) => {
    if (isPastTrash(record, now)) past.add(record.id)
    else documentKeysOf(record).forEach(add)
  })
  const gone = await removeUnheld(edges, owner, past)
  await walkRecords(edges.generations, owner, (generation) => {
    if (gone.has(generation.id)) return
    add(generation.maskKey)
    for (const key of outputKeysOf(generation)) named.add(key)
  })
  await walkRecords(edges.pictures, owner, (picture) => {
    if (!gone.has(picture.id)) objectKeysOf(picture).forEach(add)
  })
  await walkRecords(edges.exports, owner, (record) => {
    // DynamoDB removes its record by itself.
    if (!isExpired(record, now)) add(record.key)
  })
  return named
}
