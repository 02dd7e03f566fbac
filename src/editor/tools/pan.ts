import { type ScreenPoint, screenPoint } from '#domain/frame/space.ts'

/** Moves the view with one pointer, or moves and scales it with two. Knows no canvas and no store. */
export interface PanTool {
  begin(points: readonly ScreenPoint[]): void
  /** What changed since the last call: first scale by `factor` at `anchor`, then move by dx, dy. */
  move(points: readonly ScreenPoint[]): PanStep
}

export type PanStep = {
  readonly dx: number
  readonly dy: number
  readonly factor: number
  readonly anchor: ScreenPoint
}

export function createPan(): PanTool {
  let middle = screenPoint(0, 0)
  let spread = 0
  return {
    begin(points) {
      middle = middleOf(points)
      spread = spreadOf(points)
    },
    move(points) {
      const anchor = middle
      const before = spread
      middle = middleOf(points)
      spread = spreadOf(points)
      const factor = before > 0 && spread > 0 ? spread / before : 1
      return { dx: middle.x - anchor.x, dy: middle.y - anchor.y, factor, anchor }
    },
  }
}

/** Of one pointer in whole pixels: a view that moves by those keeps what is drawn of it. */
function middleOf(points: readonly ScreenPoint[]): ScreenPoint {
  const [first, second] = points
  if (first && !second) return screenPoint(Math.round(first.x), Math.round(first.y))
  const count = Math.max(1, points.length)
  return screenPoint(
    points.reduce((sum, { x }) => sum + x, 0) / count,
    points.reduce((sum, { y }) => sum + y, 0) / count,
  )
}

/** Distance of two fingers; 0 for one. */
function spreadOf([a, b]: readonly ScreenPoint[]): number {
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
}
