import { runBatch } from '../batch.ts'
import type { Operation } from '../operation.ts'
import { deleteOne } from './delete-message.ts'

export const deleteMessageBatch: Operation = {
  name: 'DeleteMessageBatch',
  action: 'sqs:DeleteMessage',
  run: ({ queue, input }) => runBatch(input, (entry) => deleteOne(queue, entry)),
}
