import type { Clock } from './clock.ts'
import { SqsError } from './error.ts'
import { queueLimits } from './queue-config.ts'

/** Those who wait for a visible message: long polls, each once, and listeners, for good. */
export interface Waiters {
  /** Resolves at the next wake-up, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>
  listen(listener: () => void): () => void
  /** Wakes as many long polls as there are messages, in order, then the listeners. */
  wake(visibleCount: number): void
  /** Lets every long poll go. */
  close(): void
}

export function createWaiters(clock: Clock): Waiters {
  const waiting = new Set<() => void>()
  const listeners = new Set<() => void>()
  return {
    wait: (timeoutMs) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= queueLimits.waitingReceives) {
          reject(new SqsError('RequestThrottled', 'Too many receive calls wait at this queue.'))
          return
        }
        const go = () => {
          cancel()
          waiting.delete(go)
          resolve()
        }
        const cancel = clock.after(timeoutMs, go)
        waiting.add(go)
      }),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake(visibleCount) {
      for (const go of [...waiting].slice(0, visibleCount)) go()
      if (visibleCount === 0) return
      for (const listener of listeners) listener()
    },
    close() {
      for (const go of waiting) go()
    },
  }
}
