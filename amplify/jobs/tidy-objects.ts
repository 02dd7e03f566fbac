import { type Export, isExpired } from '#domain/export/export.ts'
import type { UserId } from '#domain/ids.ts'
import { userIdSchema } from '#domain/ids.ts'
import { objectKeysOf, type Picture } from '#domain/picture/picture.ts'
import type { Edges } from '../store/edges.ts'
import type { ListedObject } from '../store/objects.ts'
import type { Page } from '../store/records.ts'
import { removeRecords } from './remove-records.ts'
import { outputKeysOf, walkGenerations } from './walk-generations.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'exports' | 'objects' | 'leavers' | 'now'>

export type Tidied = { seen: number; removed: number }

/** What models answered expires by a rule of the bucket. */
const prefixes = ['originals', 'masks', 'previews', 'results', 'exports'] as const

/** 100,000 objects under one prefix in one run; a deployment with more names a longer `owners`. */
const maxPages = 100
/** 200,000 pictures, or exports, of one person. */
const maxRecordPages = 400
/** The function has five minutes; the rest is left for the owner whose turn it is. */
const worksForMs = 240_000

const hourMs = 3_600_000

/** Whose turn it is: by the first digit of their id, which is random, each sixteenth once in 16 hours. */
export function dueOwners(now: number): string {
  return (Math.floor(now / hourMs) % 16).toString(16)
}

/**
 * Removes objects that no record names, and that are older than any job: uploads whose event never
 * came, masks whose job never came, files of exports that expired. Of an owner who left, what was stored in that very moment goes
 * with its records.
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
    return new Set()
  }
  return keysNamedBy(edges, owner)
}

/** Every object that some record of a person names. */
async function keysNamedBy(edges: Needed, owner: UserId): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  const add = (key: string | undefined) => key !== undefined && named.add(key)
  await walkGenerations(edges.generations, owner, (generation) => {
    add(generation.maskKey)
    for (const key of outputKeysOf(generation)) named.add(key)
  })
  await walkRecords(edges.pictures, owner, (picture) => objectKeysOf(picture).forEach(add))
  const now = edges.now()
  await walkRecords(edges.exports, owner, (record) => {
    // DynamoDB removes its record by itself.
    if (!isExpired(record, now)) add(record.key)
  })
  return named
}

/** @throws Error when there are too many to know them all: then nothing of theirs counts as unnamed */
async function walkRecords<Row extends Picture | Export>(
  records: { byOwner(owner: UserId, cursor?: string): Promise<Page<Row>> },
  owner: UserId,
  visit: (row: Row) => void,
): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < maxRecordPages; page += 1) {
    const found: Page<Row> = await records.byOwner(owner, cursor)
    found.items.forEach(visit)
    cursor = found.cursor
    if (cursor === undefined) return
  }
  throw new Error('There are too many records to look at.')
}
