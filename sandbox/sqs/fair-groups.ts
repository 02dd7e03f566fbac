/** The messages of one group that are visible, and what its turn depends on. */
export type Group<T> = {
  readonly key: string
  readonly ready: Set<T>
  /** All its messages, hidden ones included: the group is forgotten with the last. */
  size: number
  inFlight: number
  servedAt: number
}

/**
 * Message groups in the manner of SQS's fair queues: the next message comes from the group with the
 * fewest in flight, and among those from the one served longest ago.
 */
export interface FairGroups<T> {
  /** Counts one more message of a group. */
  enter(key: string): Group<T>
  leave(group: Group<T>): void
  /** Notes that a message of the group was handed out. */
  served(group: Group<T>): void
  next(): T | undefined
}

export function createFairGroups<T>(): FairGroups<T> {
  const groups = new Map<string, Group<T>>()
  let serial = 0
  return {
    enter(key) {
      const group = groups.get(key) ?? { key, ready: new Set(), size: 0, inFlight: 0, servedAt: 0 }
      groups.set(key, group)
      group.size += 1
      return group
    },
    leave(group) {
      group.size -= 1
      if (group.size === 0) groups.delete(group.key)
    },
    served(group) {
      serial += 1
      group.servedAt = serial
    },
    next() {
      let best: Group<T> | undefined
      for (const group of groups.values()) {
        if (group.ready.size > 0 && (!best || isBefore(group, best))) best = group
      }
      return best?.ready.values().next().value
    },
  }
}

function isBefore(a: Group<unknown>, b: Group<unknown>): boolean {
  return a.inFlight < b.inFlight || (a.inFlight === b.inFlight && a.servedAt < b.servedAt)
}
