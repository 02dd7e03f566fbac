/**
 * The order of all that two lists of names hold. Pure, and the same whichever is `one`: what both began with
 * stands as the side that moved something has it, and what was added stands above what it was added above.
 * @param base the names that both began with
 */
export function mergeOrder(
  base: readonly string[],
  one: readonly string[],
  other: readonly string[],
): readonly string[] {
  const known = new Set(base)
  const old = movedOrder(base, one, other)
  const above = new Map<string | undefined, string[][]>()
  for (const list of [one, other]) {
    let anchor: string | undefined
    let run: string[] = []
    for (const name of list) {
      if (!known.has(name)) {
        run.push(name)
        continue
      }
      put(above, anchor, run)
      anchor = name
      run = []
    }
    put(above, anchor, run)
  }
  const added = (anchor: string | undefined) =>
    (above.get(anchor) ?? [])
      .toSorted((left, right) => (left.join() < right.join() ? -1 : 1))
      .flat()
  return [...new Set([...added(undefined), ...old.flatMap((name) => [name, ...added(name)])])]
}

/** The names that both began with, in the order of whoever moved any; of two who did, always the same one's. */
function movedOrder(
  base: readonly string[],
  one: readonly string[],
  other: readonly string[],
): readonly string[] {
  const known = new Set(base)
  const orders = [one, other].map((list) => {
    const there = new Set(list)
    const own = list.filter((name) => known.has(name))
    const isMoved = own.join() !== base.filter((name) => there.has(name)).join()
    return { isMoved, order: withMissing(own, base) }
  })
  const moved = orders.filter(({ isMoved }) => isMoved).map(({ order }) => order)
  return moved.toSorted((left, right) => (left.join() < right.join() ? -1 : 1))[0] ?? base
}

/** What somebody removed may be there again, since somebody else works on it: above what it was above. */
function withMissing(own: readonly string[], base: readonly string[]): readonly string[] {
  const order = [...own]
  base.forEach((name, at) => {
    if (order.includes(name)) return
    const below = base.slice(0, at).findLast((each) => order.includes(each))
    order.splice(below === undefined ? 0 : order.indexOf(below) + 1, 0, name)
  })
  return order
}

function put(
  above: Map<string | undefined, string[][]>,
  anchor: string | undefined,
  run: string[],
): void {
  if (run.length > 0) above.set(anchor, [...(above.get(anchor) ?? []), run])
}
