import type { UserId } from '#domain/ids.ts'
import { inParallel } from '../in-parallel.ts'
import type { Page } from '../store/records.ts'

/** Records of one model, as their owner has them. */
export type Owned<Row extends { id: unknown }> = {
  byOwner(owner: UserId, cursor?: string): Promise<Page<Row>>
  remove(id: Row['id']): Promise<boolean>
}

/**
 * Removes all of somebody's records of one model.
 * @param of `isLate` is asked before each page; `before` is done about each record first
 * @returns whether all are gone; `false` when it was too late for the rest
 */
export async function removeRecords<Row extends { id: unknown }>(
  records: Owned<Row>,
  owner: UserId,
  of: { isLate?: () => boolean; before?: (row: Row) => Promise<void> } = {},
): Promise<boolean> {
  let cursor: string | undefined
  do {
    if (of.isLate?.()) return false
    const page = await records.byOwner(owner, cursor)
    await inParallel(page.items, async (row) => {
      await of.before?.(row)
      await records.remove(row.id)
    })
    cursor = page.cursor
  } while (cursor !== undefined)
  return true
}
