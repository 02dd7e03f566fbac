import { canonical, isSame } from './same.ts'

/**
 * Joins two lists that each add to the end of one list, or take from its end: what one took away is gone,
 * and what each added follows. Pure, and the same whichever is `one`.
 */
export function mergeLists(
  base: readonly unknown[],
  one: readonly unknown[],
  other: readonly unknown[],
): readonly unknown[] {
  const [keptOfOne, keptOfOther] = [commonLength(base, one), commonLength(base, other)]
  const start = base.slice(0, Math.min(keptOfOne, keptOfOther))
  const [added, addedByOther] = [one.slice(keptOfOne), other.slice(keptOfOther)]
  // One of them may have seen what the other added before.
  const both = commonLength(added, addedByOther)
  const [rest, restOfOther] = [added.slice(both), addedByOther.slice(both)]
  const isFirst = canonical(rest) < canonical(restOfOther)
  const [before, after] = isFirst ? [rest, restOfOther] : [restOfOther, rest]
  return [...start, ...added.slice(0, both), ...before, ...after]
}

function commonLength(one: readonly unknown[], other: readonly unknown[]): number {
  let length = 0
  while (length < one.length && length < other.length && isSame(one[length], other[length])) {
    length += 1
  }
  return length
}
