import { failure } from '../answers.ts'
import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'

/** The sandbox makes no backups, and says so. */
export const describeContinuousBackups: Operation = {
  name: 'DescribeContinuousBackups',
  needs: (input) => [
    { action: 'dynamodb:DescribeContinuousBackups', table: tableNameOf(input['TableName']) },
  ],
  run({ tables }, input) {
    if (!tables.has(tableNameOf(input['TableName']) ?? '')) {
      return Promise.resolve(failure('TableNotFoundException', 'Table not found'))
    }
    return Promise.resolve({
      status: 200,
      body: {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'DISABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      },
    })
  },
}
