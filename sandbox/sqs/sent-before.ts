import * as z from 'zod'

/** SQS takes what is sent again within five minutes for the same ("Exactly-once processing"). */
export const deduplicationMs = 300_000

/** A message that was sent to a FIFO queue; what became of it since does not matter. */
export const sentSchema = z.object({
  key: z.string(),
  id: z.string(),
  sequence: z.string(),
  untilMs: z.number(),
})
export type Sent = z.infer<typeof sentSchema>

/** What was sent to a FIFO queue in the last five minutes. */
export interface SentBefore {
  readonly size: number
  find(key: string, nowMs: number): Sent | undefined
  note(sent: Sent): void
  all(): Iterable<Sent>
}

export function createSentBefore(): SentBefore {
  // In the order in which they end, since all last as long.
  const byKey = new Map<string, Sent>()
  return {
    get size() {
      return byKey.size
    },
    find(key, nowMs) {
      for (const [first, { untilMs }] of byKey) {
        if (untilMs > nowMs) break
        byKey.delete(first)
      }
      return byKey.get(key)
    },
    note(sent) {
      byKey.delete(sent.key)
      byKey.set(sent.key, sent)
    },
    all: () => byKey.values(),
  }
}
