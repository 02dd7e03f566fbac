import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'

export const describeTable: Operation = {
  name: 'DescribeTable',
  needs: (input) => [{ action: 'dynamodb:DescribeTable', table: tableNameOf(input['TableName']) }],
  run: ({ engine }, input) => engine.run('DescribeTable', input),
}
