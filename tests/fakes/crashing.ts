/** What a test’s worker dies of. */
export class Crash extends Error {}

/**
 * The same edges, except that the worker dies at the n-th call of any of their methods (from 1): it
 * throws there and everything that it does afterwards is in vain, as for a killed process.
 * @param when whether that call itself still takes effect
 */
export function crashingAt<T extends object>(
  edges: T,
  n: number,
  when: 'BEFORE' | 'AFTER',
): { readonly edges: T; readonly calls: () => number } {
  let calls = 0
  const wrap = (target: object): object =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          calls += 1
          const isLast = calls === n
          if (calls > n || (isLast && when === 'BEFORE')) throw new Crash()
          const answer: unknown = await Reflect.apply(value, object, args)
          if (isLast) throw new Crash()
          return answer
        }
      },
    })
  const wrapped = Object.entries(edges).map(([name, edge]: [string, unknown]) => [
    name,
    typeof edge === 'object' && edge !== null ? wrap(edge) : edge,
  ])
  return { edges: Object.fromEntries(wrapped) as T, calls: () => calls }
}
