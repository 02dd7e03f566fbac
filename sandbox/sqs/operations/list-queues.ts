import * as z from 'zod'
import { SqsError } from '../error.ts'
import { parseInput } from '../operation.ts'
import type { QueueConfig } from '../queue-config.ts'

/** SQS lists this many at most without paging. */
const maxQueues = 1000

const inputSchema = z.object({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
})

/** The one operation that is about no queue in particular. */
export const listQueues = {
  name: 'ListQueues',
  action: 'sqs:ListQueues',
  run(queues: readonly QueueConfig[], input: unknown): Readonly<Record<string, unknown>> {
    const asked = parseInput(inputSchema, input)
    if (asked.MaxResults !== undefined || asked.NextToken !== undefined) {
      throw new SqsError('UnsupportedOperation', 'The sandbox lists its queues without paging.')
    }
    const urls = queues
      .filter(({ name }) => name.startsWith(asked.QueueNamePrefix))
      .map(({ url }) => url)
      .slice(0, maxQueues)
    return urls.length > 0 ? { QueueUrls: urls } : {}
  },
} as const
