import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'
import { writeItem } from '../write-item.ts'

export const putItem: Operation = {
  name: 'PutItem',
  needs: (input) => [{ action: 'dynamodb:PutItem', table: tableNameOf(input['TableName']) }],
  run: (context, input) => writeItem(context, 'PutItem', input),
}
