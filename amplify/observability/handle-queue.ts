import * as z from 'zod'
import { createLogger, type Facts, type Invocation, logged } from './handle.ts'

const batchSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      receiptHandle: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }).optional(),
    }),
  ),
})

const namedSchema = z.object({ id: z.string().max(100) })

export type Message = {
  readonly id: string
  readonly body: unknown
  readonly receiptHandle: string
}

/** What became of a message: whether it has to come again, and facts for the log. */
export type Handled = { readonly again: boolean; readonly facts?: Facts }

type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[] }

/** A message that could not be handled, and how often it was delivered, from 1. */
export type Failed = { readonly receiptHandle: string; readonly deliveries: number }

/**
 * The handler of a queue: one message after the other; those that failed come again, alone.
 * A message that is not JSON fails until the queue gives it up.
 * @param onFailure what is done before a failed message is left to the queue
 */
export function queueHandler(
  name: string,
  handle: (message: Message) => Promise<Handled>,
  onFailure?: (failed: Failed) => Promise<void>,
): (event: unknown, invocation: Invocation) => Promise<BatchAnswer> {
  const logger = createLogger(name)
  return async (event, { awsRequestId: requestId }) => {
    const batchItemFailures: BatchAnswer['batchItemFailures'] = []
    for (const record of batchSchema.parse(event).Records) {
      const { messageId, receiptHandle, body } = record
      const about = { requestId, messageId, correlationId: correlationOf(body) }
      const again = await logged(logger, about, async () => {
        const handled = await handle({ id: messageId, body: JSON.parse(body), receiptHandle })
        return { result: handled.again, facts: { ...handled.facts, again: handled.again } }
      }).catch(async () => {
        const deliveries = record.attributes?.ApproximateReceiveCount ?? 1
        await onFailure?.({ receiptHandle, deliveries })
        return true
      })
      if (again) batchItemFailures.push({ itemIdentifier: messageId })
    }
    return { batchItemFailures }
  }
}

/** The id of the job that a message is about, also when handling it fails. */
function correlationOf(body: string): string | undefined {
  try {
    return namedSchema.safeParse(JSON.parse(body)).data?.id
  } catch {
    // Not JSON: handling it says so in the same line.
    return undefined
  }
}
