import type { UserId } from '#domain/ids.ts'
import { type Usage, usageSchema } from '#domain/usage/usage.ts'
import type { DataApi } from './data-api.ts'
import { createRecords, type Page } from './records.ts'

/** The rows of the ledger as records, for the removal of an account. */
export interface UsageRows {
  byOwner(owner: UserId, cursor?: string): Promise<Page<Usage>>
  remove(id: string): Promise<boolean>
}

export function createUsageRows(api: DataApi): UsageRows {
  const records = createRecords(api, {
    name: 'Usage',
    fields: 'id owner period images costMicros',
    schema: usageSchema,
  })
  return {
    byOwner: (owner, cursor) => records.page('usageByOwner', { owner }, cursor),
    remove: (id) => records.remove(id),
  }
}
