import type { Operation } from '../operation.ts'
import { batchTables } from '../table-name.ts'

export const batchWriteItem: Operation = {
  name: 'BatchWriteItem',
  needs: (input) =>
    batchTables(input).map((table) => ({ action: 'dynamodb:BatchWriteItem', table })),
  run: ({ engine, gate }, input) => gate.alone(() => engine.run('BatchWriteItem', input)),
}
