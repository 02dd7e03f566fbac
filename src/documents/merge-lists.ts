import { canonical, isSame } from './same.ts'

/**
 * Joins two lists that each add to one list, or take from it: what one took away is gone, and what each added
 * follows what both have. Pure, and the same whichever is `one`.
 */
export function mergeLists(
  base: readonly unknown[],
  one: readonly unknown[],
  other: readonly unknown[],
): readonly unknown[] {
  const alike = Math.min(commonLength(base, one), commonLength(base, other))
  const [from, left, right] = [base, one, other].map((list) => named(list.slice(alike))) as [
    ReadonlyMap<string, unknown>,
    ReadonlyMap<string, unknown>,
    ReadonlyMap<string, unknown>,
  ]
  const isGone = (name: string) => from.has(name) && !(left.has(name) && right.has(name))
  const [mine, theirs] = [left, right].map((names) =>
    [...names.keys()].filter((name) => !isGone(name)),
  ) as [string[], string[]]
  const both = commonLength(mine, theirs)
  const [rest, restOfOther] = [mine.slice(both), theirs.slice(both)]
  const isFirst = rest.join() < restOfOther.join()
  const [before, after] = isFirst ? [rest, restOfOther] : [restOfOther, rest]
  const names = new Set([...mine.slice(0, both), ...before, ...after])
  return [...base.slice(0, alike), ...[...names].map((name) => left.get(name) ?? right.get(name))]
}

/** What a list holds, by a name that says the same of it everywhere; of what is there twice the second has another. */
function named(list: readonly unknown[]): ReadonlyMap<string, unknown> {
  const all = new Map<string, unknown>()
  for (const each of list) {
    let name = canonical(each)
    while (all.has(name)) name += ' again'
    all.set(name, each)
  }
  return all
}

function commonLength(one: readonly unknown[], other: readonly unknown[]): number {
  let length = 0
  while (length < one.length && length < other.length && isSame(one[length], other[length])) {
    length += 1
  }
  return length
}
