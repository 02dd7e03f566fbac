import { randomUUID } from 'node:crypto'
import { createFifoSender } from './fifo-sender.ts'
import type { Message } from './message.ts'
import type { QueueConfig } from './queue-config.ts'
import type { QueueStore } from './queue-store.ts'

export type NewMessage = Pick<Message, 'body' | 'senderId'> & {
  readonly attributes?: Message['attributes']
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
  readonly delayS?: number | undefined
}

/** Puts messages into a queue; what it acknowledged survives a crash. */
export interface Intake {
  /**
   * @returns the message; of one that a FIFO queue was sent before, under the first one's id
   * @throws SqsError RequestThrottled when the sandbox's own bounds are reached
   */
  send(message: NewMessage): Promise<Message>
  /** Takes a message that another queue gave up, under its own id: a repeat changes nothing. */
  adopt(message: Message): Promise<void>
}

export function createIntake(config: QueueConfig, store: QueueStore, nowMs: () => number): Intake {
  const fifo = createFifoSender(config, store, nowMs)
  return {
    async send(asked) {
      const message = newMessage(asked, config, nowMs())
      if (config.isFifo) return await fifo.send(message)
      await store.add(message)
      return message
    },
    async adopt(message) {
      const adopted = { ...message, visibleAtMs: nowMs(), receiveCount: 0 }
      // A FIFO queue counts an adopted message's age anew, and places it last.
      const placed = { sentMs: nowMs(), sequence: store.sequence.next(nowMs()) }
      await store.add(config.isFifo ? { ...adopted, ...placed } : adopted)
    },
  }
}

function newMessage(
  { delayS, groupId, deduplicationId, attributes, ...rest }: NewMessage,
  config: QueueConfig,
  nowMs: number,
): Message {
  return {
    ...rest,
    ...(attributes && { attributes }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    id: randomUUID(),
    sentMs: nowMs,
    visibleAtMs: nowMs + (delayS ?? config.delayS) * 1000,
    receiveCount: 0,
  }
}
