import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'
import { writeItem } from '../write-item.ts'

export const updateItem: Operation = {
  name: 'UpdateItem',
  needs: (input) => [{ action: 'dynamodb:UpdateItem', table: tableNameOf(input['TableName']) }],
  run: (context, input) => writeItem(context, 'UpdateItem', input),
}
