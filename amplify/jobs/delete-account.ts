import type { UserId } from '#domain/ids.ts'
import { keyPrefixes } from '#domain/object-key.ts'
import type { Edges } from '../store/edges.ts'
import { letGo } from './let-go.ts'
import { removeRecords } from './remove-records.ts'

type Needed = Pick<
  Edges,
  | 'generations'
  | 'pictures'
  | 'exports'
  | 'documents'
  | 'objects'
  | 'usage'
  | 'usageRows'
  | 'people'
  | 'accounts'
  | 'now'
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
  const removeWork = [
    () => removeRecords(edges.generations, owner, { isLate, before: (job) => letGo(edges, job) }),
    () => removeRecords(edges.pictures, owner, { isLate }),
    () => removeRecords(edges.exports, owner, { isLate }),
    () => removeRecords(edges.documents, owner, { isLate }),
  ]
  const steps = [
    ...removeWork,
    () => removeRecords(edges.usageRows, owner, { isLate }),
    () => removeObjects(edges, owner, isLate),
    ...removeWork,
  ]
  for (const step of steps) if (!(await step())) return false
  await edges.accounts.remove(owner)
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
