/** A binary heap: the value with the smallest rank is on top, of equal ones the first that came. */
export interface Heap<T> {
  push(value: T): void
  peek(): T | undefined
  pop(): T | undefined
}

/** @param rank must not change while a value is in the heap */
export function createHeap<T>(rank: (value: T) => number): Heap<T> {
  const items: { readonly value: T; readonly rank: number; readonly serial: number }[] = []
  let serial = 0
  const isBefore = (first: number, second: number) => {
    const [a, b] = [items[first], items[second]]
    if (!a || !b) return a !== undefined
    return a.rank < b.rank || (a.rank === b.rank && a.serial < b.serial)
  }
  const swap = (a: number, b: number) => {
    const [first, second] = [items[a], items[b]]
    if (!first || !second) return
    items[a] = second
    items[b] = first
  }
  return {
    push(value) {
      serial += 1
      items.push({ value, rank: rank(value), serial })
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >>> 1
        if (isBefore(parent, at)) break
        swap(parent, at)
        at = parent
      }
    },
    peek: () => items[0]?.value,
    pop() {
      swap(0, items.length - 1)
      const top = items.pop()
      for (let at = 0; ; ) {
        const left = 2 * at + 1
        const child = isBefore(left + 1, left) ? left + 1 : left
        if (!isBefore(child, at)) break
        swap(at, child)
        at = child
      }
      return top?.value
    },
  }
}
