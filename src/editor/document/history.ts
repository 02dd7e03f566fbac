/** Undo, as plain values. Pure; states are shared between entries and never changed in place. */
export type History<T> = {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** How much a history may hold; `sizeOf` says what one state adds, in bytes, roughly. */
export interface HistoryBound<T> {
  readonly maxBytes: number
  readonly sizeOf: (state: T) => number
}

/** A history that has only its present. */
export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/** Makes `next` the present and the old present a step back. The oldest steps go when over the bound. */
export function record<T>(history: History<T>, next: T, bound: HistoryBound<T>): History<T> {
  if (next === history.present) return history
  return { past: bounded([...history.past, history.present], bound), present: next, future: [] }
}

/** Makes `next` the present without a step back to what it replaces. */
export function amend<T>(history: History<T>, next: T): History<T> {
  return next === history.present ? history : { ...history, present: next }
}

/** One step back, or the same history when there is none. */
export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1)
  if (previous === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
  }
}

/** One step forward, or the same history when there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future }
}

function bounded<T>(past: readonly T[], { maxBytes, sizeOf }: HistoryBound<T>): readonly T[] {
  let bytes = 0
  for (let index = past.length - 1; index >= 0; index -= 1) {
    bytes += sizeOf(past[index] as T)
    if (bytes > maxBytes) return past.slice(index + 1)
  }
  return past
}

/** Every state, the oldest first. */
export function statesOf<T>({ past, present, future }: History<T>): readonly T[] {
  return [...past, present, ...future]
}

/** As many steps back or on as lead to a state, counted from the oldest; the same history where there is none. */
export function goTo<T>(history: History<T>, index: number): History<T> {
  const states = statesOf(history)
  const present = states[index]
  if (present === undefined || index === history.past.length) return history
  return { past: states.slice(0, index), present, future: states.slice(index + 1) }
}
