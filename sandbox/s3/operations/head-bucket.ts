import type { Operation } from '../operation.ts'

export const headBucket: Operation = {
  name: 'HeadBucket',
  method: 'HEAD',
  target: 'bucket',
  action: 's3:ListBucket',
  run: ({ region }) => Promise.resolve({ status: 200, headers: { 'x-amz-bucket-region': region } }),
}
