import { runBatch } from '../batch.ts'
import type { Operation } from '../operation.ts'
import { changeOne } from './change-message-visibility.ts'

export const changeMessageVisibilityBatch: Operation = {
  name: 'ChangeMessageVisibilityBatch',
  action: 'sqs:ChangeMessageVisibility',
  run: ({ queue, input }) => runBatch(input, (entry) => changeOne(queue, entry)),
}
