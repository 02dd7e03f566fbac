import type { Operation } from '../operation.ts'

export const purgeQueue: Operation = {
  name: 'PurgeQueue',
  action: 'sqs:PurgeQueue',
  async run({ queue }) {
    await queue.purge()
    return {}
  },
}
