import { AppError } from '#domain/errors.ts'
import { type Export, type ExportChange, exportSchema } from '#domain/export/export.ts'
import type { ExportId, UserId } from '#domain/ids.ts'
import type { DataApi } from './data-api.ts'
import { createRecords, type Page } from './records.ts'

export interface Exports {
  get(id: ExportId): Promise<Export | undefined>
  /** @returns what is stored: the new record, or the one that had this id already */
  createOnce(record: Export): Promise<Export>
  /**
   * Changes a record as it was read; the revision grows by one.
   * @returns the record afterwards, or `undefined` when somebody else changed it first
   */
  change(seen: Export, change: ExportChange): Promise<Export | undefined>
  /** @returns whether there was such a record */
  remove(id: ExportId): Promise<boolean>
  byOwner(owner: UserId, cursor?: string): Promise<Page<Export>>
}

/** Exports behind the data API, so that every write reaches its subscribers. */
export function createExports(api: DataApi): Exports {
  const records = createRecords(api, { name: 'Export', schema: exportSchema })
  return {
    get: (id) => records.get(id),
    async createOnce(record) {
      const created = await records.create(record)
      const existing = created ?? (await records.get(record.id))
      // Reads may lag behind the write that just refused ours: the client sends it again.
      if (!existing) throw new AppError('INTERNAL', 'The export is just being written. Try again.')
      return existing
    },
    change: (seen, change) => records.update(seen, change),
    remove: (id) => records.remove(id),
    byOwner: (owner, cursor) => records.page('exportsByOwner', { owner }, cursor),
  }
}
