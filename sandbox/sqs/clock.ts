/** Time as the queues see it; tests hand in one that they move themselves. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** @returns a function that cancels the call */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  nowMs: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
