/** What is younger than this when everything ends may be gone; all else must be there. */
export const youngMs = 1_000

/** The values of one thing as a hand changes it: which may be found after an end, and which may not. */
export interface Trail<T> {
  /** Notes a value that is on its way. @returns to be called when the app has taken it */
  begin(value: T): () => void
  /** The value that was noted last. */
  readonly last: () => T
  /** What may be found when everything ended at this time, the oldest first. */
  readonly possible: (endMs: number) => readonly T[]
  /** Takes what was found for the truth from now on. */
  settle(found: T): void
}

export function createTrail<T>(initial: T): Trail<T> {
  const settled = (value: T) => ({ value, doneAtMs: Number.NEGATIVE_INFINITY })
  let steps = [settled(initial)]
  return {
    begin(value) {
      const step = { value, doneAtMs: Number.POSITIVE_INFINITY }
      steps.push(step)
      return () => {
        step.doneAtMs = performance.now()
      }
    },
    last: () => steps.at(-1)?.value ?? initial,
    possible(endMs) {
      const certain = steps.findLastIndex(({ doneAtMs }) => endMs - doneAtMs >= youngMs)
      return steps.slice(certain).map(({ value }) => value)
    },
    settle(found) {
      steps = [settled(found)]
    },
  }
}
