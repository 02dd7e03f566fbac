import type { Operation } from './operation.ts'
import { batchGetItem } from './operations/batch-get-item.ts'
import { batchWriteItem } from './operations/batch-write-item.ts'
import { deleteItem } from './operations/delete-item.ts'
import { describeContinuousBackups } from './operations/describe-continuous-backups.ts'
import { describeTable } from './operations/describe-table.ts'
import { describeTimeToLive } from './operations/describe-time-to-live.ts'
import { getItem } from './operations/get-item.ts'
import { listTables } from './operations/list-tables.ts'
import { putItem } from './operations/put-item.ts'
import { query } from './operations/query.ts'
import { scan } from './operations/scan.ts'
import { transactGetItems } from './operations/transact-get-items.ts'
import { transactWriteItems } from './operations/transact-write-items.ts'
import { updateItem } from './operations/update-item.ts'

/** Every operation of DynamoDB that the sandbox has; the template owns the tables themselves. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    batchGetItem,
    batchWriteItem,
    deleteItem,
    describeContinuousBackups,
    describeTable,
    describeTimeToLive,
    getItem,
    listTables,
    putItem,
    query,
    scan,
    transactGetItems,
    transactWriteItems,
    updateItem,
  ].map((operation) => [operation.name, operation]),
)
