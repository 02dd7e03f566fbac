import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'

/** What a message says: which object was uploaded. */
export const ingestMessageSchema = z.object({ key: z.string() })

export type Ingest = z.infer<typeof ingestMessageSchema> & {
  /** Messages of one group are handled one after the other. */
  readonly group: string
  /** A second message with the same id within five minutes is dropped. */
  readonly deduplicationId: string
}

export interface IngestQueue {
  /** Asks for an uploaded object to be taken in. A repeat is harmless. */
  send(ingest: Ingest): Promise<void>
  /** Hides a message that was delivered, from now on; its group waits with it. */
  hide(receiptHandle: string, seconds: number): Promise<void>
}

export function createIngestQueue(url: string): IngestQueue {
  const client = new SQSClient({})
  return {
    async send({ key, group, deduplicationId }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: JSON.stringify({ key }),
          MessageGroupId: group,
          MessageDeduplicationId: deduplicationId,
        }),
      )
    },
    async hide(receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      )
    },
  }
}
