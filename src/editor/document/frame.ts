import type { Rect, Size } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'

/**
 * By how much the canvas is to grow on each side, in pixels of the picture. Pure: plain values in and out.
 */

export type Side = 'left' | 'right' | 'up' | 'down'
/** What a handle moves: one side, or the two of a corner. */
export type Grip = readonly Side[]

/** A request takes no more on one side. */
export const maxFramePx = 10_000

export const noFrame: Frame = { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 }

const fieldOf = { left: 'leftPx', right: 'rightPx', up: 'upPx', down: 'downPx' } as const
const opposite = { left: 'right', right: 'left', up: 'down', down: 'up' } as const

/** Whether the picture grows at all. */
export function isFramed({ leftPx, rightPx, upPx, downPx }: Frame): boolean {
  return leftPx + rightPx + upPx + downPx > 0
}

/** How far one side is moved out. */
export function framePx(frame: Frame, side: Side): number {
  return frame[fieldOf[side]]
}

/** The same frame with one side at `px`, as a whole number from 0 to 10,000. */
export function withSide(frame: Frame, side: Side, px: number): Frame {
  const allowed = Math.min(maxFramePx, Math.max(0, Math.round(Number.isFinite(px) ? px : 0)))
  return { ...frame, [fieldOf[side]]: allowed }
}

/**
 * The frame after a handle was dragged.
 * @param drag.dx, drag.dy pixels of the picture, right and down
 * @param drag.isMirrored whether the opposite side grows as far
 */
export function dragFrame(
  start: Frame,
  grip: Grip,
  drag: { readonly dx: number; readonly dy: number; readonly isMirrored: boolean },
): Frame {
  const outward = { left: -drag.dx, right: drag.dx, up: -drag.dy, down: drag.dy }
  return grip.reduce((frame, side) => {
    const moved = withSide(frame, side, framePx(start, side) + outward[side])
    return drag.isMirrored ? withSide(moved, opposite[side], framePx(moved, side)) : moved
  }, start)
}

/**
 * The least frame that gives the picture this shape, the same on both sides.
 * @param aspect width / height
 */
export function frameFor(aspect: number, { width, height }: Size): Frame {
  const wider = Math.max(0, Math.round(height * aspect) - width)
  const higher = Math.max(0, Math.round(width / aspect) - height)
  const frame = wider > 0 ? split(wider) : split(higher)
  return wider > 0
    ? { ...noFrame, leftPx: frame[0], rightPx: frame[1] }
    : { ...noFrame, upPx: frame[0], downPx: frame[1] }
}

/** A canvas with a frame around it, in the same pixels. */
export function framedRect(frame: Frame, canvas: Rect): Rect {
  return {
    x: canvas.x - frame.leftPx,
    y: canvas.y - frame.upPx,
    width: canvas.width + frame.leftPx + frame.rightPx,
    height: canvas.height + frame.upPx + frame.downPx,
  }
}

/** The frame that makes one rectangle of another, which it holds. */
export function frameBetween(canvas: Rect, extended: Rect): Frame {
  return {
    leftPx: canvas.x - extended.x,
    rightPx: extended.x + extended.width - canvas.x - canvas.width,
    upPx: canvas.y - extended.y,
    downPx: extended.y + extended.height - canvas.y - canvas.height,
  }
}

/** A length in two halves, as whole numbers within what a side may have. */
function split(px: number): readonly [number, number] {
  const half = Math.floor(px / 2)
  return [Math.min(maxFramePx, half), Math.min(maxFramePx, px - half)]
}
