import { sendOne } from '../new-message.ts'
import type { Operation } from '../operation.ts'

export const sendMessage: Operation = {
  name: 'SendMessage',
  action: 'sqs:SendMessage',
  run: (context) => sendOne(context, context.input),
}
