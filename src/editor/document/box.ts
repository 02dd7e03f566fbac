import type { Rect } from '#domain/frame/space.ts'

/** A rectangle by its sides, which need not lie between pixels. */
export type Box = Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>

/** The box around points. @param flat x0, y0, x1, y1 and so on */
export function boxAround(flat: readonly number[], marginPx = 0): Box {
  const ends = (axis: 0 | 1): readonly [number, number] => {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let index: number = axis; index < flat.length; index += 2) {
      low = Math.min(low, flat[index] ?? low)
      high = Math.max(high, flat[index] ?? high)
    }
    return [low - marginPx, high + marginPx]
  }
  const [[left, right], [top, bottom]] = [ends(0), ends(1)]
  return { left, right, top, bottom }
}

/** The whole pixels that a box touches. */
export function pixelsIn({ left, right, top, bottom }: Box): Rect {
  const [x, y] = [Math.floor(left), Math.floor(top)]
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y }
}

/** Whether a box and a rectangle have a place in common. */
export function touches({ left, right, top, bottom }: Box, rect: Rect): boolean {
  const { x, y, width, height } = rect
  return right > x && left < x + width && bottom > y && top < y + height
}
