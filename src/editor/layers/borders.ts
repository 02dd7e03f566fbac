/**
 * Follows where values cross a level, as segments: x0, y0, x1, y1, and so on (marching squares). Pure.
 * @param at the value in the middle of a cell of the grid
 */
export function bordersOf(
  at: (x: number, y: number) => number,
  { width, height }: { readonly width: number; readonly height: number },
  level: number,
): number[] {
  const found: number[] = []
  for (let y = 0; y < height - 1; y += 1) {
    for (let x = 0; x < width - 1; x += 1) {
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)] as const
      cross({ corners, level }, { x: x + 0.5, y: y + 0.5 }, found)
    }
  }
  return found
}

type Cell = {
  readonly corners: readonly [number, number, number, number]
  readonly level: number
}

/** Which sides of a cell a border crosses, by which of its corners are within (marching squares). */
const crossings: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
]

function cross(
  cell: Cell,
  origin: { readonly x: number; readonly y: number },
  into: number[],
): void {
  const { corners, level } = cell
  const [a, b, c, d] = corners
  const kind = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0)
  for (const [from, to] of crossings[kind] ?? []) {
    for (const side of [from, to]) {
      const [dx, dy] = onSide(side, cell)
      into.push(origin.x + dx, origin.y + dy)
    }
  }
}

/** Where the border meets a side of a cell: its top, right, bottom or left. */
function onSide(side: number, { corners: [a, b, c, d], level }: Cell): readonly [number, number] {
  const share = (from: number, to: number) => (level - from) / (to - from)
  if (side === 0) return [share(a, b), 0]
  if (side === 1) return [1, share(b, c)]
  if (side === 2) return [share(d, c), 1]
  return [0, share(a, d)]
}
