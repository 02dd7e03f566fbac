import type { ImagePoint, Rect } from '#domain/frame/space.ts'
import { boxAround, pixelsIn } from '../document/box.ts'
import type { Mode } from '../document/region-steps.ts'
import { createBoxTool, type Outline, type RegionStart } from './region-tool.ts'

/** What was pointed at in the picture: a place, or a box around something. */
export type Pick = { readonly point: ImagePoint; readonly mode: Mode; readonly box?: Rect }

/** A gesture that points at something: a click, or a box where boxes count. */
export interface PickTool {
  press(point: ImagePoint, start: RegionStart): void
  move(point: ImagePoint): void
  release(): Pick | undefined
  cancel(): void
  readonly outline: () => Outline | undefined
}

/** @param takesBoxes whether dragging draws a box; else it is a click where it began */
export function createPickTool(takesBoxes: boolean): PickTool {
  const box = createBoxTool('RECTANGLE')
  let pressed: { readonly point: ImagePoint; readonly start: RegionStart } | undefined
  let isBox = false
  const cancel = () => {
    pressed = undefined
    isBox = false
    box.cancel()
  }
  return {
    press(point, start) {
      pressed = { point, start }
      isBox = false
      box.press(point, start)
    },
    move(to) {
      if (!pressed || !takesBoxes) return
      const { point, start } = pressed
      // A hand that shakes still clicks.
      isBox ||= Math.max(Math.abs(to.x - point.x), Math.abs(to.y - point.y)) > start.nearPx
      box.move(to, false)
    },
    release() {
      const drawn = isBox ? box.release() : undefined
      const pick = pressed && { point: pressed.point, mode: pressed.start.mode }
      cancel()
      return pick && (drawn ? { ...pick, box: pixelsIn(boxAround(drawn.outline)) } : pick)
    },
    cancel,
    outline: () => (isBox ? box.outline() : undefined),
  }
}
