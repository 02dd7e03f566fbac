import { type ScreenPoint, screenPoint, toImage } from '#domain/frame/space.ts'
import type { DrawnStroke } from '../document/stroke.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { createBrush } from '../tools/brush.ts'
import { createMaskEraser } from '../tools/mask-eraser.ts'
import { createPan } from '../tools/pan.ts'
import type { StrokeTool } from '../tools/stroke-tool.ts'

/** Screen pixels between two points of a stroke: less cannot be seen at the present zoom. */
const minStepOnScreenPx = 1

export type GestureEdges = {
  readonly store: EditorStore
  /** The live stroke got longer. */
  readonly onLiveStroke: () => void
  /** The live stroke is gone without a trace. */
  readonly onCancelled: () => void
}

export type Contact = {
  readonly id: number
  readonly point: ScreenPoint
  readonly pans: boolean
  /** A straight line from the last stroke's end. */
  readonly isStraight: boolean
}

/** Which tool gets the pointers: one draws or pans, two move and scale. Knows no DOM. */
export interface Gestures {
  down(contact: Contact): void
  move(id: number, points: readonly ScreenPoint[]): void
  up(id: number): void
  /** Drops the gesture; nothing of it stays. */
  readonly cancel: () => void
  live(): DrawnStroke | undefined
  isPanning(): boolean
  /** True while a finished stroke is given to the store: its pixels are on screen already. */
  isCommitting(): boolean
}

export function createGestures({ store, onLiveStroke, onCancelled }: GestureEdges): Gestures {
  const strokeTools = { BRUSH: createBrush(), MASK_ERASER: createMaskEraser() }
  const pan = createPan()
  const pointers = new Map<number, ScreenPoint>()
  let drawing: StrokeTool | undefined
  let panning = false
  let isCommitting = false

  const beginPan = () => {
    panning = true
    pan.begin([...pointers.values()])
  }
  const beginStroke = ({ point, isStraight }: Contact) => {
    const { tool, viewport, brushRadiusPx } = store.getState().session
    if (tool === 'PAN') return beginPan()
    drawing = strokeTools[tool]
    const minStepPx = minStepOnScreenPx / viewport.scale
    drawing.begin(toImage(point, viewport), { radiusPx: brushRadiusPx, minStepPx, isStraight })
    onLiveStroke()
  }
  const dropStroke = () => {
    if (!drawing) return
    drawing.cancel()
    drawing = undefined
    onCancelled()
  }

  return {
    down(contact) {
      if (pointers.size >= 2) return
      pointers.set(contact.id, contact.point)
      if (pointers.size === 2) {
        dropStroke()
        beginPan()
      } else if (contact.pans) beginPan()
      else beginStroke(contact)
    },
    move(id, points) {
      const last = points.at(-1)
      if (!pointers.has(id) || !last) return
      pointers.set(id, last)
      const { actions, session } = store.getState()
      if (drawing) {
        for (const point of points) drawing.move(toImage(point, session.viewport))
        onLiveStroke()
      } else if (panning) {
        const { dx, dy, factor, anchor } = pan.move([...pointers.values()])
        if (factor !== 1) actions.zoomBy(factor, anchor)
        actions.panBy(dx, dy)
      }
    },
    up(id) {
      if (!pointers.delete(id)) return
      const stroke = drawing?.end()
      drawing = undefined
      if (stroke) {
        isCommitting = true
        store.getState().actions.commitStroke(stroke)
        isCommitting = false
      }
      // A finger that stays goes on panning from where it is; it does not start to draw.
      if (pointers.size > 0) beginPan()
      else panning = false
    },
    cancel() {
      pointers.clear()
      panning = false
      dropStroke()
    },
    live: () => drawing?.live(),
    isPanning: () => panning,
    isCommitting: () => isCommitting,
  }
}

/** A point in CSS pixels from the top left of `box`. */
export function pointIn(box: DOMRect, event: { clientX: number; clientY: number }): ScreenPoint {
  return screenPoint(event.clientX - box.left, event.clientY - box.top)
}
