import * as z from 'zod'
import { messageAttributeSchema } from '../sqs/message.ts'
import { openJournal } from '../state/journal.ts'

/** Events that may wait at once, and the bytes of their payloads. */
const most = { events: 1_000, bytes: 64 * 1024 ** 2 } as const

const deliverySchema = z.object({
  /** Of a queue or a function. */
  arn: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), messageAttributeSchema).optional(),
})
/** What is still to be sent because of how an event ended. */
export type Delivery = z.infer<typeof deliverySchema>

const eventSchema = z.object({
  requestId: z.string(),
  functionArn: z.string(),
  payload: z.unknown(),
  /** Attempts that failed so far. */
  failures: z.number().int().nonnegative(),
  /** When it was taken, in epoch milliseconds; of an earlier version's event, when it was read. */
  acceptedMs: z.number().default(Date.now),
  /** When it is to run, or to be sent on, in epoch milliseconds. */
  dueMs: z.number(),
  /** Once it has ended it does not run again: this is left to send, first things first. */
  deliveries: z.array(deliverySchema).optional(),
})
/** An asynchronous invocation that has not ended, or whose end has not been sent on. */
export type AsyncEvent = z.infer<typeof eventSchema>

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), event: eventSchema }),
  z.object({ kind: z.literal('ended'), requestId: z.string() }),
])
type Change = z.infer<typeof changeSchema>

/** Asynchronous invocations that a function has still to do, in memory and on the disk. */
export interface EventStore {
  /** @throws Error when as many wait as may */
  add(event: AsyncEvent): Promise<void>
  /** Notes what became of an event; when that is lost, it only runs once more. */
  change(event: AsyncEvent): Promise<void>
  end(requestId: string): Promise<void>
  waiting(): readonly AsyncEvent[]
  close(): Promise<void>
}

/** Opens the events kept in the file `path`, whose folder must be there. */
export async function openEventStore(path: string): Promise<EventStore> {
  const events = new Map<string, { event: AsyncEvent; bytes: number }>()
  let heldBytes = 0
  const remove = (requestId: string) => {
    heldBytes -= events.get(requestId)?.bytes ?? 0
    events.delete(requestId)
  }
  const apply = (change: Change) => {
    const { requestId } = change.kind === 'put' ? change.event : change
    remove(requestId)
    if (change.kind === 'ended') return
    const bytes = sizeOf(change.event)
    events.set(requestId, { event: change.event, bytes })
    heldBytes += bytes
  }
  const journal = await openJournal({
    path,
    replay: (change) => apply(changeSchema.parse(change)),
    *snapshot() {
      for (const { event } of events.values()) yield { kind: 'put', event } satisfies Change
    },
  })
  const append = (change: Change, sync: boolean) =>
    journal.append(change, { sync, written: () => apply(change) })
  return {
    async add(event) {
      if (events.size >= most.events || heldBytes + sizeOf(event) > most.bytes) {
        throw new Error('As many asynchronous events wait as may.')
      }
      await append({ kind: 'put', event }, true)
    },
    change: (event) => append({ kind: 'put', event }, false),
    end: (requestId) => append({ kind: 'ended', requestId }, false),
    waiting: () => [...events.values()].map(({ event }) => event),
    close: () => journal.close(),
  }
}

function sizeOf({ payload, deliveries = [] }: AsyncEvent): number {
  const left = deliveries.reduce((sum, { body }) => sum + body.length, 0)
  return left + JSON.stringify(payload ?? null).length
}
