import { createFairGroups } from './fair-groups.ts'
import { type Entry, type Groups, isInFlight } from './groups.ts'
import { createHeap } from './heap.ts'
import type { Message } from './message.ts'

/**
 * The messages of one queue in memory. A message is in exactly one of two places: visible in its
 * group, or hidden until `visibleAtMs`; and hidden after a receive, it is in flight.
 */
export interface Backlog {
  readonly size: number
  readonly heldBytes: number
  get(id: string): Message | undefined
  /** Adds a message, or puts it in its new place when it has changed. */
  put(message: Message): void
  remove(id: string): void
  clear(): void
  messages(): Iterable<Message>
  /**
   * The next message that may be handed out; it stays where it is until it is put or removed.
   * @param own how many messages of each group the same call has been given already
   */
  next(own?: ReadonlyMap<string, number>): Message | undefined
  /** How many receive calls could be given something now. */
  receivable(): number
  /** Makes visible what is due. @returns when the next hidden message becomes visible */
  promote(nowMs: number): number | undefined
  counts(): { visible: number; inFlight: number; delayed: number }
}

/** @param groups decides whose turn it is */
export function createBacklog(groups: Groups = createFairGroups()): Backlog {
  const entries = new Map<string, Entry>()
  const hidden = createHeap<Entry>((entry) => entry.message.visibleAtMs)
  let heldBytes = 0
  let inFlight = 0
  let visible = 0

  const leavePlace = (entry: Entry) => {
    if (entry.isReady) visible -= 1
    else if (isInFlight(entry)) inFlight -= 1
  }
  const remove = (id: string) => {
    const entry = entries.get(id)
    if (!entry) return
    leavePlace(entry)
    entries.delete(id)
    heldBytes -= entry.message.body.length
    groups.remove(entry)
  }

  return {
    get size() {
      return entries.size
    },
    get heldBytes() {
      return heldBytes
    },
    get: (id) => entries.get(id)?.message,
    remove,
    clear() {
      for (const id of entries.keys()) remove(id)
    },
    *messages() {
      for (const { message } of entries.values()) yield message
    },
    put(message) {
      const isServed = entries.get(message.id)?.message.receiveCount !== message.receiveCount
      remove(message.id)
      const entry: Entry = { message, isReady: false }
      groups.add(entry)
      entries.set(message.id, entry)
      heldBytes += message.body.length
      hidden.push(entry)
      if (message.receiveCount === 0) return
      inFlight += 1
      if (isServed) groups.served(entry)
    },
    next: (own) => groups.next(own)?.message,
    receivable: () => groups.receivable(visible),
    promote(nowMs) {
      for (;;) {
        const entry = hidden.peek()
        if (!entry) return undefined
        // An entry that was replaced or removed is only taken off the heap here.
        const isCurrent = entries.get(entry.message.id) === entry
        if (isCurrent && entry.message.visibleAtMs > nowMs) return entry.message.visibleAtMs
        hidden.pop()
        if (!isCurrent) continue
        leavePlace(entry)
        groups.show(entry)
        entry.isReady = true
        visible += 1
      }
    },
    counts: () => ({ visible, inFlight, delayed: entries.size - visible - inFlight }),
  }
}
