import type { UserId } from '#domain/ids.ts'
import { keyPrefixes } from '#domain/object-key.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import type { Page } from '../store/records.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'usageRows' | 'accounts' | 'now'>

/** The resolver has 25 s; the rest is left for the page that is under way. */
const worksForMs = 15_000

/**
 * Removes everything that a person owns, then the account. Records go first, since a worker that
 * finds none stores nothing.
 * @returns whether all is gone; `false` means that there is more than fits into one call: call again
 */
export async function deleteAccount(edges: Needed, owner: UserId): Promise<boolean> {
  const until = edges.now() + worksForMs
  const isLate = () => edges.now() >= until
  const steps = [
    () => removeAll(edges.generations, owner, isLate),
    () => removeAll(edges.pictures, owner, isLate),
    () => removeAll(edges.usageRows, owner, isLate),
    () => removeObjects(edges, owner, isLate),
  ]
  for (const step of steps) if (!(await step())) return false
  await edges.accounts.remove(owner)
  return true
}

type Owned<Id> = {
  byOwner(owner: UserId, cursor?: string): Promise<Page<{ id: Id }>>
  remove(id: Id): Promise<boolean>
}

async function removeAll<Id>(
  records: Owned<Id>,
  owner: UserId,
  isLate: () => boolean,
): Promise<boolean> {
  let cursor: string | undefined
  do {
    if (isLate()) return false
    const page = await records.byOwner(owner, cursor)
    await inParallel(page.items, ({ id }) => records.remove(id))
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
      await edges.objects.remove(keys)
    }
  }
  return true
}
