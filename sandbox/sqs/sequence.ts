/** Sequence numbers of a FIFO queue: 20 digits, each greater than all before it. */
export interface Sequence {
  next(nowMs: number): string
  /** One that was given out in an earlier run. */
  seen(sequence: string): void
}

/** Numbers of 20 digits begin here. */
const first = 10n ** 19n

/** By the time, so that they grow over a restart when no message is left to go on from. */
export function createSequence(): Sequence {
  let last = first
  return {
    next(nowMs) {
      const byTime = first + BigInt(nowMs) * 1_000_000n
      last = byTime > last ? byTime : last + 1n
      return String(last)
    },
    seen(sequence) {
      const value = BigInt(sequence)
      if (value > last) last = value
    },
  }
}
