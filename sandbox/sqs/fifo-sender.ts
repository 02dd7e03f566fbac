import { createHash } from 'node:crypto'
import type { Message } from './message.ts'
import type { QueueConfig } from './queue-config.ts'
import type { QueueStore } from './queue-store.ts'
import { deduplicationMs } from './sent-before.ts'

/** Sends to a FIFO queue: in order, and what is sent again within five minutes only once. */
export interface FifoSender {
  /**
   * @param message new, with its group
   * @returns the message; of a repeat, under the first one's id and sequence number
   * @throws SqsError RequestThrottled when the sandbox's own bounds are reached
   */
  send(message: Message): Promise<Message>
}

export function createFifoSender(
  config: QueueConfig,
  store: QueueStore,
  nowMs: () => number,
): FifoSender {
  /** Not yet on the disk: a repeat has to wait whether they get there. */
  const underway = new Map<string, { message: Message; written: Promise<void> }>()
  return {
    async send(asked) {
      const deduplicationId = asked.deduplicationId ?? sha256(asked.body)
      const key = keyOf(config, asked, deduplicationId)
      const first = underway.get(key)
      if (first) {
        await first.written
        return { ...asked, id: first.message.id, sequence: first.message.sequence }
      }
      const earlier = store.sentBefore.find(key, nowMs())
      if (earlier) return { ...asked, id: earlier.id, sequence: earlier.sequence }
      const sequence = store.sequence.next(nowMs())
      const message = { ...asked, deduplicationId, sequence }
      const sent = { key, id: message.id, sequence, untilMs: message.sentMs + deduplicationMs }
      const written = store.add(message, sent)
      underway.set(key, { message, written })
      try {
        await written
      } finally {
        underway.delete(key)
      }
      return message
    },
  }
}

function keyOf(
  { deduplicatesByGroup }: QueueConfig,
  { groupId }: Message,
  deduplicationId: string,
): string {
  return deduplicatesByGroup ? JSON.stringify([groupId, deduplicationId]) : deduplicationId
}

function sha256(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}
