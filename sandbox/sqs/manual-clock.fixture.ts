import type { Clock } from './clock.ts'

/** A clock that stands until it is moved; what falls due on the way happens in order. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)) {
  let nowMs = startMs
  let due: { atMs: number; callback: () => void }[] = []
  const clock: Clock = {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const entry = { atMs: nowMs + delayMs, callback }
      due.push(entry)
      return () => {
        due = due.filter((each) => each !== entry)
      }
    },
  }
  return {
    clock,
    advance(ms: number) {
      const untilMs = nowMs + ms
      for (;;) {
        const [next] = due.toSorted((a, b) => a.atMs - b.atMs)
        if (!next || next.atMs > untilMs) break
        due = due.filter((each) => each !== next)
        nowMs = Math.max(nowMs, next.atMs)
        next.callback()
      }
      nowMs = untilMs
    },
  }
}
