import { createFairGroups, type Group } from './fair-groups.ts'
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
  /** The next visible message; it stays where it is until it is put or removed. */
  next(): Message | undefined
  /** Makes visible what is due. @returns when the next hidden message becomes visible */
  promote(nowMs: number): number | undefined
  counts(): { visible: number; inFlight: number; delayed: number }
}

type Entry = { readonly message: Message; readonly group: Group<Entry>; isReady: boolean }

export function createBacklog(): Backlog {
  const entries = new Map<string, Entry>()
  const groups = createFairGroups<Entry>()
  const hidden = createHeap<Entry>((entry) => entry.message.visibleAtMs)
  let heldBytes = 0
  let inFlight = 0
  let visible = 0

  const leavePlace = (entry: Entry) => {
    if (entry.isReady) {
      entry.group.ready.delete(entry)
      visible -= 1
    } else if (entry.message.receiveCount > 0) {
      entry.group.inFlight -= 1
      inFlight -= 1
    }
  }
  const remove = (id: string) => {
    const entry = entries.get(id)
    if (!entry) return
    leavePlace(entry)
    entries.delete(id)
    heldBytes -= entry.message.body.length
    groups.leave(entry.group)
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
      const group = groups.enter(message.groupId ?? '')
      const entry: Entry = { message, group, isReady: false }
      entries.set(message.id, entry)
      heldBytes += message.body.length
      hidden.push(entry)
      if (message.receiveCount === 0) return
      group.inFlight += 1
      inFlight += 1
      if (isServed) groups.served(group)
    },
    next: () => groups.next()?.message,
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
        entry.isReady = true
        entry.group.ready.add(entry)
        visible += 1
      }
    },
    counts: () => ({ visible, inFlight, delayed: entries.size - visible - inFlight }),
  }
}
