import { join } from 'node:path'
import * as z from 'zod'
import { openJournal } from '../state/journal.ts'
import { type Backlog, createBacklog } from './backlog.ts'
import { SqsError } from './error.ts'
import { createFairGroups } from './fair-groups.ts'
import { createFifoGroups } from './fifo-groups.ts'
import { type Message, messageSchema } from './message.ts'
import { type QueueConfig, queueLimits } from './queue-config.ts'
import { createSentBefore, type Sent, type SentBefore, sentSchema } from './sent-before.ts'
import { createSequence, type Sequence } from './sequence.ts'

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), message: messageSchema, sent: sentSchema.optional() }),
  z.object({ kind: z.literal('sent'), sent: sentSchema }),
  z.object({
    kind: z.literal('received'),
    id: z.string(),
    receipt: z.string(),
    receiveCount: z.number(),
    visibleAtMs: z.number(),
    firstReceivedMs: z.number(),
  }),
  z.object({ kind: z.literal('hidden'), id: z.string(), visibleAtMs: z.number() }),
  z.object({ kind: z.literal('removed'), id: z.string() }),
  z.object({ kind: z.literal('purged') }),
])
/** A change of a queue, as it stands in the journal. */
export type Change = z.infer<typeof changeSchema>

/** The messages of one queue, in memory and in its journal. */
export interface QueueStore {
  readonly backlog: Backlog
  /** Of a FIFO queue. */
  readonly sentBefore: Pick<SentBefore, 'find'>
  readonly sequence: Pick<Sequence, 'next'>
  /**
   * Adds a message; it is in memory, and on the disk, when this resolves.
   * @param sent what a repeat of the message is known by
   * @throws SqsError RequestThrottled when the sandbox's own bounds are reached
   */
  add(message: Message, sent?: Sent): Promise<void>
  /** Applied at once: losing it to a power cut only means that a message is delivered again. */
  record(change: Change): Promise<void>
  /** Takes a message out of sight, not off the disk, until it is known what becomes of it. */
  hold(message: Message): { release: () => void; forget: () => Promise<void> }
  close(): Promise<void>
}

export async function openQueueStore(config: QueueConfig, folder: string): Promise<QueueStore> {
  const backlog = createBacklog(config.isFifo ? createFifoGroups() : createFairGroups())
  const memory: Memory = { backlog, sentBefore: createSentBefore(), sequence: createSequence() }
  const { sentBefore } = memory
  const held = new Map<string, Message>()
  const journal = await openJournal({
    path: join(folder, `${config.name}.journal`),
    replay: (change) => apply(memory, changeSchema.parse(change)),
    *snapshot() {
      for (const sent of sentBefore.all()) yield { kind: 'sent', sent } satisfies Change
      for (const message of [...backlog.messages(), ...held.values()]) {
        yield { kind: 'put', message } satisfies Change
      }
    },
  })
  return {
    ...memory,
    async add(message, sent) {
      if (isFull(backlog, message) || sentBefore.size >= queueLimits.sentBefore) {
        throw new SqsError('RequestThrottled', `The sandbox holds no more in ${config.name}.`)
      }
      const change: Change = { kind: 'put', message, ...(sent && { sent }) }
      await journal.append(change, { sync: true, written: () => apply(memory, change) })
    },
    async record(change) {
      apply(memory, change)
      await journal.append(change, { sync: false })
    },
    hold(message) {
      const { id } = message
      backlog.remove(id)
      held.set(id, message)
      return {
        release: () => {
          held.delete(id)
          backlog.put(message)
        },
        forget: () => {
          held.delete(id)
          return journal.append({ kind: 'removed', id } satisfies Change, { sync: false })
        },
      }
    },
    close: () => journal.close(),
  }
}

function isFull(backlog: Backlog, message: Message): boolean {
  return (
    backlog.size >= queueLimits.messages ||
    backlog.heldBytes + message.body.length > queueLimits.heldBytes
  )
}

type Memory = {
  readonly backlog: Backlog
  readonly sentBefore: SentBefore
  readonly sequence: Sequence
}

/** Unknown ids are passed over: a change may be older than the snapshot before it. */
function apply({ backlog, sentBefore, sequence }: Memory, change: Change): void {
  switch (change.kind) {
    case 'put':
      if (change.message.sequence !== undefined) sequence.seen(change.message.sequence)
      if (change.sent) sentBefore.note(change.sent)
      backlog.put(change.message)
      break
    case 'sent':
      sequence.seen(change.sent.sequence)
      sentBefore.note(change.sent)
      break
    case 'received':
    case 'hidden': {
      const { kind: _kind, id, ...changes } = change
      const message = backlog.get(id)
      if (message) backlog.put({ ...message, ...changes })
      break
    }
    case 'removed':
      backlog.remove(change.id)
      break
    case 'purged':
      backlog.clear()
      break
    default:
      change satisfies never
  }
}
