import type { Operation } from '../operation.ts'
import { batchTables } from '../table-name.ts'

export const batchGetItem: Operation = {
  name: 'BatchGetItem',
  needs: (input) => batchTables(input).map((table) => ({ action: 'dynamodb:BatchGetItem', table })),
  run: ({ engine }, input) => engine.run('BatchGetItem', input),
}
