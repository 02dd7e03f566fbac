import type { ImagePoint } from '#domain/frame/space.ts'
import { type DrawnStroke, maxStrokePoints, quantise } from '../document/stroke.ts'

export type StrokeStart = {
  readonly radiusPx: number
  /** Points nearer than this to the last one say nothing new, image pixels. */
  readonly minStepPx: number
  /** Draw a straight line from where the last stroke ended. */
  readonly isStraight: boolean
  readonly softness: Softness
}

/** What of the brush is less than all; strokes of a hard brush say nothing of it. */
export type Softness = Pick<DrawnStroke, 'hardness' | 'strength'>

/** A gesture that makes one stroke: begin → move… → end or cancel. Knows no canvas and no store. */
export interface StrokeTool {
  begin(point: ImagePoint, start: StrokeStart): void
  move(point: ImagePoint): void
  /** The finished stroke; `undefined` when none was begun. */
  end(): DrawnStroke | undefined
  cancel(): void
  /** The stroke so far. Its points grow in place: read, never kept. */
  readonly live: () => DrawnStroke | undefined
}

/** A tool that draws strokes of this kind. */
export function createStrokeTool(kind: DrawnStroke['kind']): StrokeTool {
  let points: number[] | undefined
  let radiusPx = 0
  let minStepPx = 0
  let softness: Softness = {}
  let lastEnd: readonly [number, number] | undefined

  const append = (x: number, y: number) => {
    points?.push(quantise(x), quantise(y))
  }
  return {
    begin(point, start) {
      radiusPx = Math.max(0.5, quantise(start.radiusPx))
      minStepPx = Math.max(0.25, start.minStepPx)
      softness = start.softness
      points = []
      if (start.isStraight && lastEnd) append(...lastEnd)
      append(point.x, point.y)
    },
    move({ x, y }) {
      if (!points) return
      const dx = x - (points.at(-2) ?? 0)
      const dy = y - (points.at(-1) ?? 0)
      if (dx * dx + dy * dy < minStepPx * minStepPx) return
      append(x, y)
      if (points.length < 2 * maxStrokePoints) return
      points = everySecond(points)
      minStepPx *= 2
    },
    end() {
      if (!points) return undefined
      const stroke = { kind, radiusPx, points, ...softness }
      lastEnd = [points.at(-2) ?? 0, points.at(-1) ?? 0]
      points = undefined
      return stroke
    },
    cancel() {
      points = undefined
    },
    live: () => points && { kind, radiusPx, points, ...softness },
  }
}

/** A line of ever more points gets coarser instead of ending under the pointer. */
function everySecond(points: readonly number[]): number[] {
  const last = points.length / 2 - 1
  return points.filter((_, index) => {
    const point = index >> 1
    return point % 2 === 0 || point === last
  })
}
