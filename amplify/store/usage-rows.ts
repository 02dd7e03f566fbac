import * as z from 'zod'
import type { UserId } from '#domain/ids.ts'
import {
  type CountedJob,
  deploymentOwner,
  heldPeriodsBefore,
  jobOfMark,
  type Usage,
  usageSchema,
} from '#domain/usage/usage.ts'
import type { DataApi } from './data-api.ts'
import { createRecords, type Page } from './records.ts'

/** The rows of the ledger as records, which the index finds. */
export interface UsageRows {
  /**
   * Jobs from before `before` (ISO) that hold something still, the oldest first: those that run,
   * and those whose end was not settled.
   */
  heldBefore(before: string): Promise<readonly CountedJob[]>
  byOwner(owner: UserId, cursor?: string): Promise<Page<Usage>>
  remove(id: string): Promise<boolean>
}

/** One sweep looks at this many; the next one looks at the rest. */
const maxHeld = 500

const heldDocument = `query Held($owner: String!, $from: String!, $to: String!, $limit: Int) {
  usageByOwner(owner: $owner, period: { between: [$from, $to] }, limit: $limit) {
    items { id period } } }`

const markSchema = z.object({ id: z.string(), period: z.string() })

export function createUsageRows(api: DataApi): UsageRows {
  const records = createRecords(api, {
    name: 'Usage',
    schema: usageSchema,
  })
  return {
    async heldBefore(before) {
      const [from, to] = heldPeriodsBefore(before)
      const found = await api.run(heldDocument, {
        owner: deploymentOwner,
        from,
        to,
        limit: maxHeld,
      })
      return z
        .object({ items: z.array(markSchema) })
        .parse(found)
        .items.map(jobOfMark)
    },
    byOwner: (owner, cursor) => records.page('usageByOwner', { owner }, cursor),
    remove: (id) => records.remove(id),
  }
}
