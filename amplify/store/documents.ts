import {
  type DocumentChange,
  type DocumentRecord,
  documentRecordSchema,
} from '#domain/document/document.ts'
import type { DocumentId, UserId } from '#domain/ids.ts'
import type { DataApi } from './data-api.ts'
import { createRecords, type Page } from './records.ts'

export interface Documents {
  get(id: DocumentId): Promise<DocumentRecord | undefined>
  /** @returns whether the record was new; one that has this id already is left alone */
  create(record: DocumentRecord): Promise<boolean>
  /**
   * Changes a record as it was read; the revision grows by one.
   * @returns the record afterwards, or `undefined` when somebody else changed or removed it first
   */
  change(seen: DocumentRecord, change: DocumentChange): Promise<DocumentRecord | undefined>
  /** @returns whether there was such a record */
  remove(id: DocumentId): Promise<boolean>
  byOwner(owner: UserId, cursor?: string): Promise<Page<DocumentRecord>>
}

/** Documents behind the data API, so that every write reaches its subscribers. */
export function createDocuments(api: DataApi): Documents {
  const records = createRecords(api, { name: 'Document', schema: documentRecordSchema })
  return {
    get: (id) => records.get(id),
    create: async (record) => (await records.create(record)) !== undefined,
    change: (seen, change) => records.update(seen, change),
    remove: (id) => records.remove(id),
    byOwner: (owner, cursor) => records.page('documentsByOwner', { owner }, cursor),
  }
}
