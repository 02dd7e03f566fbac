import type { Message } from './message.ts'

/** @returns the attributes that SQS itself gives a message, all as strings */
export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs ?? message.sentMs),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
    ...(message.deduplicationId !== undefined && {
      MessageDeduplicationId: message.deduplicationId,
    }),
    ...(message.sequence !== undefined && { SequenceNumber: message.sequence }),
    ...(message.deadLetterSourceArn !== undefined && {
      DeadLetterQueueSourceArn: message.deadLetterSourceArn,
    }),
  }
}
