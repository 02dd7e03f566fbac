import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import type { Generation } from '#domain/generation/generation.ts'
import { generationIdSchema } from '#domain/ids.ts'

/** What a message says: which job, and how often it had to wait so far. */
export const jobMessageSchema = z.object({
  id: generationIdSchema,
  /** How often a model turned it away. */
  tries: z.int().min(0).default(0),
  /** How often it was not its turn yet. */
  turns: z.int().min(0).default(0),
})

export type JobMessage = z.infer<typeof jobMessageSchema>

export type Later = Pick<JobMessage, 'tries' | 'turns'> & { readonly delaySeconds: number }

export interface JobQueue {
  /** Asks for a job to be run, now or after up to 900 s. A repeat is harmless. */
  send(generation: Pick<Generation, 'id' | 'owner'>, later?: Later): Promise<void>
  /** Hides a message that was delivered, from now on, for up to 12 h. */
  hide(receiptHandle: string, seconds: number): Promise<void>
}

const maxDelaySeconds = 900
const maxHiddenSeconds = 43_200

/** The owner is the message's group, which makes a standard queue fair between owners. */
export function createJobQueue(url: string): JobQueue {
  const client = new SQSClient({})
  return {
    async send({ id, owner }, later = { tries: 0, turns: 0, delaySeconds: 0 }) {
      const message: JobMessage = { id, tries: later.tries, turns: later.turns }
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: JSON.stringify(message),
          MessageGroupId: owner,
          DelaySeconds: Math.min(Math.max(0, Math.ceil(later.delaySeconds)), maxDelaySeconds),
        }),
      )
    },
    async hide(receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: Math.min(Math.max(1, Math.ceil(seconds)), maxHiddenSeconds),
        }),
      )
    },
  }
}
