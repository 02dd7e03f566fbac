import * as z from 'zod'
import { runBatch } from '../batch.ts'
import { SqsError } from '../error.ts'
import { messageSizeBytes } from '../message.ts'
import { newMessageSchema, sendOne } from '../new-message.ts'
import type { Operation } from '../operation.ts'
import { queueLimits } from '../queue-config.ts'

const sizedSchema = z.object({ Entries: z.array(newMessageSchema) })

export const sendMessageBatch: Operation = {
  name: 'SendMessageBatch',
  action: 'sqs:SendMessage',
  async run(context) {
    // Entries of another shape fail one by one further in.
    const sized = sizedSchema.safeParse(context.input).data?.Entries ?? []
    const totalBytes = sized.reduce(
      (sum, { MessageBody: body, MessageAttributes: attributes }) =>
        sum + messageSizeBytes({ body, ...(attributes && { attributes }) }),
      0,
    )
    if (totalBytes > queueLimits.messageBytes.max) {
      throw new SqsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${queueLimits.messageBytes.max} bytes.`,
      )
    }
    return await runBatch(context.input, (entry) => sendOne(context, entry))
  },
}
