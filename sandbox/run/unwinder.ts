/** What was opened, to be closed in the opposite order: once by whoever owns it, or on a failure. */
export type Unwinder = {
  /** Notes how to close what was just opened. @returns what was opened */
  add<T>(opened: T, close: (opened: T) => Promise<void> | void): T
  /** Closes everything, the last first. A second call closes nothing. */
  unwind(): Promise<void>
}

/** Nothing is open yet. */
export function createUnwinder(): Unwinder {
  const closers: (() => Promise<void> | void)[] = []
  return {
    add(opened, close) {
      closers.push(() => close(opened))
      return opened
    },
    async unwind() {
      for (let close = closers.pop(); close; close = closers.pop()) await close()
    },
  }
}
