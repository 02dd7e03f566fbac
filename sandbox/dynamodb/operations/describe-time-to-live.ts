import { failure } from '../answers.ts'
import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'

/** Says what the template says. */
export const describeTimeToLive: Operation = {
  name: 'DescribeTimeToLive',
  needs: (input) => [
    { action: 'dynamodb:DescribeTimeToLive', table: tableNameOf(input['TableName']) },
  ],
  run({ tables }, input) {
    const table = tables.get(tableNameOf(input['TableName']) ?? '')
    if (!table) {
      return Promise.resolve(failure('ResourceNotFoundException', 'Requested resource not found'))
    }
    const attribute = table.timeToLiveAttribute
    return Promise.resolve({
      status: 200,
      body: {
        TimeToLiveDescription:
          attribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
      },
    })
  },
}
