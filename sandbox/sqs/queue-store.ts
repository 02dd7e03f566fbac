import { join } from 'node:path'
import * as z from 'zod'
import { openJournal } from '../journal.ts'
import { type Backlog, createBacklog } from './backlog.ts'
import { SqsError } from './error.ts'
import { type Message, messageSchema } from './message.ts'
import { type QueueConfig, queueLimits } from './queue-config.ts'

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), message: messageSchema }),
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
  /**
   * Adds a message; it is in memory, and on the disk, when this resolves.
   * @throws SqsError RequestThrottled when the sandbox's own bounds are reached
   */
  add(message: Message): Promise<void>
  /** Applied at once: losing it to a power cut only means that a message is delivered again. */
  record(change: Change): Promise<void>
  /** Takes a message out of sight, not off the disk, until it is known what becomes of it. */
  hold(message: Message): { release: () => void; forget: () => Promise<void> }
  close(): Promise<void>
}

export async function openQueueStore(config: QueueConfig, folder: string): Promise<QueueStore> {
  const backlog = createBacklog()
  const held = new Map<string, Message>()
  const journal = await openJournal({
    path: join(folder, `${config.name}.journal`),
    replay: (change) => apply(backlog, changeSchema.parse(change)),
    *snapshot() {
      for (const message of [...backlog.messages(), ...held.values()]) {
        yield { kind: 'put', message } satisfies Change
      }
    },
  })
  return {
    backlog,
    async add(message) {
      if (isFull(backlog, message)) {
        throw new SqsError('RequestThrottled', `The sandbox holds no more in ${config.name}.`)
      }
      const change: Change = { kind: 'put', message }
      await journal.append(change, { sync: true, written: () => apply(backlog, change) })
    },
    async record(change) {
      apply(backlog, change)
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

/** Unknown ids are passed over: a change may be older than the snapshot before it. */
function apply(backlog: Backlog, change: Change): void {
  switch (change.kind) {
    case 'put':
      backlog.put(change.message)
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
