import type { Generation } from '#domain/generation/generation.ts'
import type { UserId } from '#domain/ids.ts'
import { keyPrefixes } from '#domain/object-key.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import type { Page } from '../store/records.ts'
import { letGo } from './let-go.ts'

type Needed = Pick<
  Edges,
  'generations' | 'pictures' | 'objects' | 'usage' | 'usageRows' | 'people' | 'accounts' | 'now'
>

/** The resolver has 25 s; the rest is left for the page that is under way. */
const worksForMs = 15_000

/**
 * Removes everything that a person owns, then the account. That they leave is noted first: from then
 * on no token, key, event or job of theirs makes or pays anything. Records go before objects, since
 * a worker that finds none stores nothing, and are looked for again afterwards, since the index that
 * finds them lags behind a write of the last moment.
 * @returns whether all is gone; `false` means that there is more than fits into one call: call again
 */
export async function deleteAccount(edges: Needed, owner: UserId): Promise<boolean> {
  const until = edges.now() + worksForMs
  const isLate = () => edges.now() >= until
  await edges.people.leave(owner)
  const jobs = {
    byOwner: (of: UserId, cursor?: string) => edges.generations.byOwner(of, cursor),
    async remove(job: Generation) {
      await letGo(edges, job)
      return edges.generations.remove(job.id)
    },
  }
  const removeRecords = [
    () => removeAll(jobs, owner, isLate),
    () => removeAll(byId(edges.pictures), owner, isLate),
  ]
  const steps = [
    ...removeRecords,
    () => removeAll(byId(edges.usageRows), owner, isLate),
    () => removeObjects(edges, owner, isLate),
    ...removeRecords,
  ]
  for (const step of steps) if (!(await step())) return false
  await edges.accounts.remove(owner)
  return true
}

type Owned<Row> = {
  byOwner(owner: UserId, cursor?: string): Promise<Page<Row>>
  remove(row: Row): Promise<boolean>
}

/** The same records, removed by nothing but their ids. */
function byId<Id, Row extends { id: Id }>(records: {
  byOwner(owner: UserId, cursor?: string): Promise<Page<Row>>
  remove(id: Id): Promise<boolean>
}): Owned<Row> {
  return {
    byOwner: (owner, cursor) => records.byOwner(owner, cursor),
    remove: ({ id }) => records.remove(id),
  }
}

async function removeAll<Row>(
  records: Owned<Row>,
  owner: UserId,
  isLate: () => boolean,
): Promise<boolean> {
  let cursor: string | undefined
  do {
    if (isLate()) return false
    const page = await records.byOwner(owner, cursor)
    await inParallel(page.items, (row) => records.remove(row))
    cursor = page.cursor
  } while (cursor !== undefined)
  return true
}

async function removeObjects(
  edges: Needed,
  owner: UserId,
  isLate: () => boolean,
): Promise<boolean> {
  for (const prefix of keyPrefixes) {
    for (;;) {
      if (isLate()) return false
      // Always the first page: what it lists is gone before the next one is asked for.
      const keys = await edges.objects.list(`${prefix}/${owner}/`)
      if (keys.length === 0) break
      await edges.objects.remove(keys.map(({ key }) => key))
    }
  }
  return true
}
