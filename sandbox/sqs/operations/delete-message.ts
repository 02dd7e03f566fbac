import * as z from 'zod'
import { type Operation, parseInput } from '../operation.ts'
import type { Queue } from '../queue.ts'

const inputSchema = z.object({ ReceiptHandle: z.string() })

export const deleteMessage: Operation = {
  name: 'DeleteMessage',
  action: 'sqs:DeleteMessage',
  run: ({ queue, input }) => deleteOne(queue, input),
}

/** Deletes one message. @returns SQS's empty answer */
export async function deleteOne(queue: Queue, entry: unknown): Promise<Record<string, never>> {
  await queue.delete(parseInput(inputSchema, entry).ReceiptHandle)
  return {}
}
