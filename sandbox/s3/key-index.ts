/** The keys of a bucket in order. */
export interface KeyIndex {
  add(key: string): void
  delete(key: string): void
  /** The keys from the first that is not smaller than `start`, in order. */
  from(start: string): Generator<string>
}

/** A sorted list: a listing reads it in order, and a change costs one binary search and a move. */
export function createKeyIndex(initial: readonly string[]): KeyIndex {
  const keys = [...initial].sort(compare)
  const place = (key: string) => {
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(keys[middle] ?? '', key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    add(key) {
      const at = place(key)
      if (keys[at] !== key) keys.splice(at, 0, key)
    },
    delete(key) {
      const at = place(key)
      if (keys[at] === key) keys.splice(at, 1)
    },
    *from(start) {
      for (let at = place(start); at < keys.length; at += 1) yield keys[at] ?? ''
    },
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
