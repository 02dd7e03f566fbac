/**
 * What this device knows of one kind of record, newest first when listed. Pure: any order of the
 * same sightings ends in the same collection, and what was removed never comes back.
 */
import { newer } from '#domain/generation/status.ts'

export type Versioned = {
  readonly id: string
  readonly createdAt: string
  readonly revision: number
  /** Removed, but kept for what lies over it. */
  readonly removedAt?: string | undefined
}

export type Collection<T extends Versioned> = {
  readonly byId: Readonly<Record<string, T>>
  readonly removed: Readonly<Record<string, true>>
  /** Where the next older page starts; `null` when everything is known. */
  readonly nextToken: string | null
}

/** One or more pages, read from the newest record on. */
export type Batch<T> = { readonly records: readonly T[]; readonly nextToken: string | null }

export const emptyCollection = { byId: {}, removed: {}, nextToken: null } as const

/** Adds records that were seen; one that is older than what is known changes nothing. */
export function withSeen<T extends Versioned>(
  known: Collection<T>,
  records: readonly T[],
): Collection<T> {
  const byId: Record<string, T> = { ...known.byId }
  for (const record of records) {
    if (!known.removed[record.id]) byId[record.id] = sameOrNewer(byId[record.id], record)
  }
  return { ...known, byId }
}

/** Takes records out for good. */
export function withRemoved<T extends Versioned>(
  known: Collection<T>,
  ids: readonly string[],
): Collection<T> {
  const gone = new Set(ids)
  return {
    ...known,
    byId: Object.fromEntries(Object.entries(known.byId).filter(([id]) => !gone.has(id))),
    removed: { ...known.removed, ...Object.fromEntries(ids.map((id) => [id, true as const])) },
  }
}

/** Puts back what a failed removal had taken out. */
export function withRestored<T extends Versioned>(
  known: Collection<T>,
  records: readonly T[],
): Collection<T> {
  const ids = new Set(records.map((record) => record.id))
  const removed = Object.fromEntries(
    Object.entries(known.removed).filter(([id]) => !ids.has(id)),
  ) as Record<string, true>
  return withSeen({ ...known, removed }, records)
}

/** Adds the next older page. */
export function withOlder<T extends Versioned>(
  known: Collection<T>,
  page: Batch<T>,
): Collection<T> {
  return { ...withSeen(known, page.records), nextToken: page.nextToken }
}

/**
 * Joins what was read again from the newest record on.
 * @param before what was known when the reading began: a record of it that lies within the batch's
 * span and is not in the batch was removed elsewhere. When the batch does not reach what was known,
 * the older part is let go, so that paging leaves no gap.
 */
export function withBatch<T extends Versioned>(
  known: Collection<T>,
  batch: Batch<T>,
  before: Collection<T>,
): Collection<T> {
  const inBatch = new Set(batch.records.map((record) => record.id))
  const oldest = batch.nextToken === null ? '' : (batch.records.at(-1)?.createdAt ?? '')
  const overlaps = batch.nextToken === null || batch.records.some(({ id }) => before.byId[id])
  const gone = Object.values(before.byId).filter(
    ({ id, createdAt }) => !inBatch.has(id) && (createdAt > oldest || !overlaps),
  )
  const goneIds = new Set(gone.map(({ id }) => id))
  const kept = Object.fromEntries(Object.entries(known.byId).filter(([id]) => !goneIds.has(id)))
  const reachesBack = overlaps && Object.values(before.byId).some((each) => each.createdAt < oldest)
  return withSeen(
    { ...known, byId: kept, nextToken: reachesBack ? before.nextToken : batch.nextToken },
    batch.records,
  )
}

/** @returns the records that were not removed, newest first */
export function listed<T extends Versioned>(collection: Collection<T> | undefined): readonly T[] {
  const there = Object.values(collection?.byId ?? {}).filter(({ removedAt }) => !removedAt)
  return there.toSorted(
    (one, other) => other.createdAt.localeCompare(one.createdAt) || one.id.localeCompare(other.id),
  )
}

/** A person's own change of a title grows no revision, so an equal one counts as news. */
function sameOrNewer<T extends Versioned>(known: T | undefined, seen: T): T {
  return known?.revision === seen.revision ? seen : newer(known, seen)
}
