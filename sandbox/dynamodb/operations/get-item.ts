import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'

export const getItem: Operation = {
  name: 'GetItem',
  needs: (input) => [{ action: 'dynamodb:GetItem', table: tableNameOf(input['TableName']) }],
  run: ({ engine }, input) => engine.run('GetItem', input),
}
