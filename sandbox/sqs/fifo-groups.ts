import { type Entry, type Groups, groupOf, isInFlight } from './groups.ts'

/** A group's messages by their sequence numbers, and how many of them somebody has. */
type Line = { readonly entries: Entry[]; inFlight: number }

/**
 * Message groups of a FIFO queue: each is handed out in order, and nothing more of it to anybody
 * while a message of it is in flight; of several groups the one whose next message is oldest.
 */
export function createFifoGroups(): Groups {
  const lines = new Map<string, Line>()
  const lineOf = (entry: Entry) => lines.get(groupOf(entry.message))
  return {
    add(entry) {
      const line = lineOf(entry) ?? { entries: [], inFlight: 0 }
      lines.set(groupOf(entry.message), line)
      line.entries.splice(placeOf(line, entry), 0, entry)
      if (isInFlight(entry)) line.inFlight += 1
    },
    remove(entry) {
      const line = lineOf(entry)
      if (!line) return
      line.entries.splice(placeOf(line, entry), 1)
      if (isInFlight(entry)) line.inFlight -= 1
      if (line.entries.length === 0) lines.delete(groupOf(entry.message))
    },
    show(entry) {
      const line = lineOf(entry)
      if (isInFlight(entry) && line) line.inFlight -= 1
    },
    served: () => undefined,
    /** As many of one group as possible, as SQS does, before another group. */
    next(own = new Map()) {
      for (const [key, count] of own) {
        const line = lines.get(key)
        if (line?.inFlight !== count) continue
        const first = line.entries.find((entry) => !isInFlight(entry))
        if (first?.isReady) return first
      }
      let oldest: Entry | undefined
      for (const line of lines.values()) {
        const first = headOf(line)
        if (first && (!oldest || sequenceOf(first) < sequenceOf(oldest))) oldest = first
      }
      return oldest
    },
    receivable() {
      let count = 0
      for (const line of lines.values()) if (headOf(line)) count += 1
      return count
    },
  }
}

/** The first message of a group that may be handed out: a hidden one holds up those behind it. */
function headOf({ entries: [first], inFlight }: Line): Entry | undefined {
  return inFlight === 0 && first?.isReady ? first : undefined
}

/** Where an entry stands or belongs, by halving: a group may be long. */
function placeOf({ entries }: Line, entry: Entry): number {
  const sequence = sequenceOf(entry)
  let [from, to] = [0, entries.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    const other = entries[middle]
    if (other && sequenceOf(other) < sequence) from = middle + 1
    else to = middle
  }
  return from
}

function sequenceOf({ message }: Entry): string {
  return message.sequence ?? ''
}
