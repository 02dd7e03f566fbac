import type { ImagePoint } from '#domain/frame/space.ts'
import { boxAround } from '../document/box.ts'
import { type Mode, maxCorners, type ShapeStep } from '../document/region-steps.ts'
import { quantise } from '../document/stroke.ts'

export type RegionStart = {
  readonly mode: Mode
  /** How far apart two places on screen are that a person tells apart, in pixels of the picture. */
  readonly nearPx: number
}

/** An outline that is being drawn, in pixels of the picture. */
export type Outline = Pick<ShapeStep, 'kind' | 'outline'>

/** A gesture that makes a region: press, move, release, once or for each corner. Knows no canvas and no store. */
export interface RegionTool {
  /** @returns the region, if this press ends it */
  press(point: ImagePoint, start: RegionStart): ShapeStep | undefined
  /** @param isEven whether width and height are to be the same */
  move(point: ImagePoint, isEven: boolean): void
  /** @returns the region, if letting go ends it */
  release(): ShapeStep | undefined
  /** Ends a region that takes more than one press. */
  finish(): ShapeStep | undefined
  /** Takes the last corner back. @returns whether there was one to take */
  back(): boolean
  cancel(): void
  readonly outline: () => Outline | undefined
}

/** Draws a rectangle, or the ellipse in it, from one corner to the other. */
export function createBoxTool(kind: 'RECTANGLE' | 'ELLIPSE'): RegionTool {
  let mode: Mode = 'ADD'
  let from: ImagePoint | undefined
  let to: ImagePoint | undefined
  const outline = () => from && to && { kind, outline: [from.x, from.y, to.x, to.y].map(quantise) }
  const cancel = () => {
    from = to = undefined
  }
  return {
    press(point, start) {
      mode = start.mode
      from = to = point
      return undefined
    },
    move(point, isEven) {
      if (from) to = isEven ? evened(from, point) : point
    },
    release() {
      const drawn = outline()
      cancel()
      return drawn && regionOf(drawn, mode)
    },
    finish: () => undefined,
    back: () => false,
    cancel,
    outline,
  }
}

/** Draws freely around something; letting go joins the end with the beginning. */
export function createLasso(): RegionTool {
  let mode: Mode = 'ADD'
  let nearPx = 1
  let points: number[] | undefined
  const cancel = () => {
    points = undefined
  }
  return {
    press({ x, y }, start) {
      mode = start.mode
      // A pointer's path is finer than what one tells apart.
      nearPx = start.nearPx / 4
      points = [quantise(x), quantise(y)]
      return undefined
    },
    move({ x, y }) {
      if (!points) return
      const [dx, dy] = [x - (points.at(-2) ?? x), y - (points.at(-1) ?? y)]
      if (dx * dx + dy * dy < nearPx * nearPx) return
      points.push(quantise(x), quantise(y))
      if (points.length < 2 * maxCorners) return
      points = points.filter((_, index) => (index >> 1) % 2 === 0)
      nearPx *= 2
    },
    release() {
      const outline = points
      cancel()
      return outline && regionOf({ kind: 'POLYGON', outline }, mode)
    },
    finish: () => undefined,
    back: () => false,
    cancel,
    outline: () => points && { kind: 'POLYGON', outline: points },
  }
}

/** Sets one corner after the other; the first one, or the last one again, closes the polygon. */
export function createPolygonTool(): RegionTool {
  let mode: Mode = 'ADD'
  let corners: readonly number[] = []
  let pointer: ImagePoint | undefined
  const cancel = () => {
    corners = []
    pointer = undefined
  }
  const finish = () => {
    const outline = corners
    cancel()
    return regionOf({ kind: 'POLYGON', outline }, mode)
  }
  return {
    press(point, start) {
      if (corners.length === 0) mode = start.mode
      const isAt = (x = Number.NaN, y = Number.NaN) =>
        Math.hypot(point.x - x, point.y - y) <= start.nearPx
      const isEnd = isAt(corners[0], corners[1]) || isAt(corners.at(-2), corners.at(-1))
      pointer = point
      if (isEnd && corners.length >= 6) return finish()
      if (!isEnd && corners.length < 2 * maxCorners) {
        corners = [...corners, quantise(point.x), quantise(point.y)]
      }
      return undefined
    },
    move(point) {
      pointer = point
    },
    release: () => undefined,
    finish,
    back() {
      const hasCorner = corners.length > 0
      corners = corners.slice(0, -2)
      return hasCorner
    },
    cancel,
    outline: () =>
      corners.length === 0
        ? undefined
        : {
            kind: 'POLYGON',
            outline: pointer ? [...corners, pointer.x, pointer.y] : corners,
          },
  }
}

function evened(from: ImagePoint, to: ImagePoint): ImagePoint {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const side = Math.max(Math.abs(dx), Math.abs(dy))
  return { ...to, x: from.x + Math.sign(dx) * side, y: from.y + Math.sign(dy) * side }
}

/** What was drawn, if it has an area. */
function regionOf({ kind, outline }: Outline, mode: Mode): ShapeStep | undefined {
  if (outline.length < (kind === 'POLYGON' ? 6 : 4)) return undefined
  const { left, top, right, bottom } = boxAround(outline)
  return right > left && bottom > top ? { kind, mode, outline } : undefined
}
