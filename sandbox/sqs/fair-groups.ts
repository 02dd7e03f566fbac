import { type Entry, type Groups, groupOf, isInFlight } from './groups.ts'

type Group = {
  readonly ready: Set<Entry>
  /** All its messages, hidden ones included: the group is forgotten with the last. */
  size: number
  inFlight: number
  servedAt: number
}

/**
 * Message groups in the manner of SQS's fair queues: the next message comes from the group with the
 * fewest in flight, and among those from the one served longest ago.
 */
export function createFairGroups(): Groups {
  const groups = new Map<string, Group>()
  let serial = 0
  return {
    add(entry) {
      const key = groupOf(entry.message)
      const group = groups.get(key) ?? { ready: new Set(), size: 0, inFlight: 0, servedAt: 0 }
      groups.set(key, group)
      group.size += 1
      if (isInFlight(entry)) group.inFlight += 1
    },
    remove(entry) {
      const key = groupOf(entry.message)
      const group = groups.get(key)
      if (!group) return
      group.ready.delete(entry)
      if (isInFlight(entry)) group.inFlight -= 1
      group.size -= 1
      if (group.size === 0) groups.delete(key)
    },
    show(entry) {
      const group = groups.get(groupOf(entry.message))
      if (isInFlight(entry) && group) group.inFlight -= 1
      group?.ready.add(entry)
    },
    served(entry) {
      const group = groups.get(groupOf(entry.message))
      serial += 1
      if (group) group.servedAt = serial
    },
    next() {
      let best: Group | undefined
      for (const group of groups.values()) {
        if (group.ready.size > 0 && (!best || isBefore(group, best))) best = group
      }
      return best?.ready.values().next().value
    },
    receivable: (ready) => ready,
  }
}

function isBefore(a: Group, b: Group): boolean {
  return a.inFlight < b.inFlight || (a.inFlight === b.inFlight && a.servedAt < b.servedAt)
}
