/** Keeps transactions apart from each other and from single writes. */
export interface Gate {
  /** Runs beside other shared work. */
  share<T>(work: () => Promise<T>): Promise<T>
  /** Runs alone. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** Work starts in the order of the calls: what waits is never overtaken. */
export function createGate(): Gate {
  const sharing = new Set<Promise<unknown>>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    async share(work) {
      const result = last.then(work)
      sharing.add(result)
      try {
        return await result
      } finally {
        sharing.delete(result)
      }
    },
    alone(work) {
      const result = Promise.allSettled([last, ...sharing]).then(work)
      last = result.catch(() => undefined)
      return result
    },
  }
}
