import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import type { Export } from '#domain/export/export.ts'
import { exportIdSchema } from '#domain/ids.ts'

/** What a message says: which export. */
export const exportMessageSchema = z.object({ id: exportIdSchema })

export interface ExportQueue {
  /** Asks for an export to be made. A repeat is harmless. */
  send(record: Pick<Export, 'id' | 'owner'>): Promise<void>
}

/** The owner is the message's group, which makes a standard queue fair between owners. */
export function createExportQueue(url: string): ExportQueue {
  const client = new SQSClient({})
  return {
    async send({ id, owner }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: JSON.stringify({ id }),
          MessageGroupId: owner,
        }),
      )
    },
  }
}
