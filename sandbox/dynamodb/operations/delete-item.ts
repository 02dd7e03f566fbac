import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'
import { writeItem } from '../write-item.ts'

export const deleteItem: Operation = {
  name: 'DeleteItem',
  needs: (input) => [{ action: 'dynamodb:DeleteItem', table: tableNameOf(input['TableName']) }],
  run: (context, input) => writeItem(context, 'DeleteItem', input),
}
