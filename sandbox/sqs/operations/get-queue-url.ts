import type { Operation } from '../operation.ts'

export const getQueueUrl: Operation = {
  name: 'GetQueueUrl',
  action: 'sqs:GetQueueUrl',
  run: ({ queue }) => Promise.resolve({ QueueUrl: queue.config.url }),
}
