import { AppError } from '#domain/errors.ts'
import type { RecordChange } from '#domain/record-change.ts'

/** Records of one model that are changed as they were read. */
type Changeable<Row extends { id: unknown }> = {
  get(id: Row['id']): Promise<Row | undefined>
  /** @returns `undefined` when somebody else changed it first */
  change(seen: Row, change: RecordChange<Row>): Promise<Row | undefined>
}

/** More writers than this at once on one record means that something is broken. */
const maxTries = 8

/**
 * Reads, decides, writes if nobody was faster, and else begins again.
 * @param decide what to change in the record as it is now; `undefined` leaves it
 * @returns the record as it is afterwards, `undefined` when it is gone
 * @throws AppError INTERNAL when others keep being faster
 */
export async function changeRecord<Row extends { id: unknown }>(
  records: Changeable<Row>,
  seen: Row,
  decide: (current: Row) => RecordChange<Row> | undefined,
): Promise<Row | undefined> {
  let current: Row | undefined = seen
  for (let tries = 0; tries < maxTries; tries += 1) {
    const change = decide(current)
    if (!change) return current
    const changed: Row | undefined = await records.change(current, change)
    if (changed) return changed
    current = await records.get(seen.id)
    if (!current) return undefined
  }
  throw new AppError('INTERNAL', 'The record is being changed by too many at once.')
}
