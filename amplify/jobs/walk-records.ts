import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import type { Page } from '../store/records.ts'

/** 200,000 records at 500 a page: beyond that, a removal is refused rather than done blindly. */
const maxPages = 400

/**
 * Visits every record of one model of one person.
 * @throws AppError INTERNAL when there are too many to look at; then nothing may count as unneeded
 */
export async function walkRecords<Row>(
  records: { byOwner(owner: UserId, cursor?: string): Promise<Page<Row>> },
  owner: UserId,
  visit: (row: Row) => void,
): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found: Page<Row> = await records.byOwner(owner, cursor)
    found.items.forEach(visit)
    cursor = found.cursor
    if (cursor === undefined) return
  }
  throw new AppError('INTERNAL', 'There are too many records to look at.')
}
