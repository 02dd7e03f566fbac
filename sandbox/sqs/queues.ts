import type { Caller } from '../iam/caller.ts'
import type { Message } from './message.ts'

/** The queues as the sandbox's own services use them: S3's notifications and Lambda's pollers. */
export interface Queues {
  /**
   * Appends a message on a service's behalf, as far as the queue's own policy lets that service, or
   * a role's own.
   * @throws SqsError QueueDoesNotExist, AccessDeniedException, InvalidMessageContents
   */
  send(
    queueArn: string,
    message: { body: string; groupId?: string; attributes?: Message['attributes'] },
    sender: Sender,
  ): Promise<void>
  /** At most `max` (1 to 10) visible messages, hidden for the queue's visibility timeout. */
  receive(queueArn: string, max: number): Promise<readonly ReceivedMessage[]>
  delete(queueArn: string, receiptHandle: string): Promise<void>
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): Promise<void>
  /** Calls back when a message may have become visible. @returns a function that unsubscribes */
  onVisible(queueArn: string, listener: () => void): () => void
}

/** An AWS service that sends to a queue, e.g. `s3.amazonaws.com` for a bucket's ARN. */
export type ServiceSender = { readonly service: string; readonly sourceArn: string }

/** A service by itself, or with the session of a role. */
export type Sender = ServiceSender | { readonly caller: Caller }

export type ReceivedMessage = {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  readonly groupId: string | undefined
  /** SQS's system attributes, e.g. `ApproximateReceiveCount`, `SentTimestamp`, as strings. */
  readonly attributes: Readonly<Record<string, string>>
}
