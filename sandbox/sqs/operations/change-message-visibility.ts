import * as z from 'zod'
import { type Operation, parseInput, wholeNumber } from '../operation.ts'
import type { Queue } from '../queue.ts'
import { queueLimits } from '../queue-config.ts'

const inputSchema = z.object({
  ReceiptHandle: z.string(),
  VisibilityTimeout: wholeNumber(0, queueLimits.visibilityTimeoutS.max),
})

export const changeMessageVisibility: Operation = {
  name: 'ChangeMessageVisibility',
  action: 'sqs:ChangeMessageVisibility',
  run: ({ queue, input }) => changeOne(queue, input),
}

/** Changes the visibility of one message. @returns SQS's empty answer */
export async function changeOne(queue: Queue, entry: unknown): Promise<Record<string, never>> {
  const { ReceiptHandle, VisibilityTimeout } = parseInput(inputSchema, entry)
  await queue.changeVisibility(ReceiptHandle, VisibilityTimeout)
  return {}
}
