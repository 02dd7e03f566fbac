import { type ScreenPoint, screenPoint, toImage } from '#domain/frame/space.ts'
import type { DrawnStroke } from '../document/stroke.ts'
import { noteStrokeInHand } from '../store/stroke-in-hand.ts'
import { createPan } from '../tools/pan.ts'
import type { Outline } from '../tools/region-tool.ts'
import { createDrawings, type Drawing, type DrawingEdges, type Keys } from './drawings.ts'

export type GestureEdges = Omit<DrawingEdges, 'onCommit'>

export type Contact = Keys & {
  readonly id: number
  readonly point: ScreenPoint
  readonly pans: boolean
  /** The other end of a pen: it erases, whatever draws. */
  readonly erases?: boolean
}

/** Which tool gets the pointers: one draws or pans, two move and scale. Knows no DOM. */
export interface Gestures {
  down(contact: Contact): void
  /** @param isEven whether a box is to be as high as it is wide */
  move(id: number, points: readonly ScreenPoint[], isEven: boolean): void
  /** The pointer moves without being pressed. */
  hover(point: ScreenPoint): void
  up(id: number): void
  /** Ends a region that takes more than one press. @returns whether there was one */
  finish(): boolean
  /** Takes the last corner of such a region back. @returns whether there was one */
  back(): boolean
  /** Drops the gesture; nothing of it stays. */
  readonly cancel: () => void
  live(): DrawnStroke | undefined
  outline(): Outline | undefined
  isPanning(): boolean
  /** True while a finished stroke is given to the store: its pixels are on screen already. */
  isCommitting(): boolean
}

export function createGestures(edges: GestureEdges): Gestures {
  const { store } = edges
  const pan = createPan()
  const pointers = new Map<number, ScreenPoint>()
  let drawing: Drawing | undefined
  let panning = false
  let isCommitting = false
  const drawings = createDrawings({
    ...noting(edges, () => drawing?.live()),
    onCommit(stroke) {
      isCommitting = 'points' in stroke
      store.getState().actions.commitStroke(stroke)
      isCommitting = false
      noteStrokeInHand(undefined)
    },
  })

  const imageAt = (point: ScreenPoint) => toImage(point, store.getState().session.viewport)
  const chosen = (): Drawing | undefined => {
    const { tool } = store.getState().session
    return tool === 'PAN' ? undefined : drawings[tool]
  }
  const beginPan = () => {
    panning = true
    pan.begin([...pointers.values()])
  }
  const drop = () => {
    drawing?.drop()
    drawing = undefined
  }

  return {
    down(contact) {
      if (pointers.size >= 2) return
      pointers.set(contact.id, contact.point)
      if (pointers.size === 2) drop()
      else if (!contact.pans) drawing = contact.erases ? drawings.MASK_ERASER : chosen()
      if (drawing) drawing.begin(imageAt(contact.point), contact)
      else beginPan()
    },
    move(id, points, isEven) {
      const last = points.at(-1)
      if (!pointers.has(id) || !last) return
      pointers.set(id, last)
      if (drawing) drawing.move(points.map(imageAt), isEven)
      else if (panning) {
        const { actions } = store.getState()
        const { dx, dy, factor, anchor } = pan.move([...pointers.values()])
        if (factor !== 1) actions.zoomBy(factor, anchor)
        actions.panBy(dx, dy)
      }
    },
    hover(point) {
      if (pointers.size === 0) chosen()?.hover(imageAt(point))
    },
    up(id) {
      if (!pointers.delete(id)) return
      const ended = drawing
      drawing = undefined
      ended?.end()
      // A finger that stays goes on panning from where it is; it does not start to draw.
      if (pointers.size > 0) beginPan()
      else panning = false
    },
    finish: () => chosen()?.finish() ?? false,
    back: () => chosen()?.back() ?? false,
    cancel() {
      pointers.clear()
      panning = false
      drawing = undefined
      for (const each of Object.values(drawings)) each.cancel()
    },
    live: () => drawing?.live(),
    outline: () => (drawing ?? chosen())?.outline(),
    isPanning: () => panning,
    isCommitting: () => isCommitting,
  }
}

/** The same edges, where the stroke under the pointer is noted while it grows, and when it is dropped. */
function noting(edges: GestureEdges, live: Gestures['live']): GestureEdges {
  return {
    ...edges,
    onLiveStroke() {
      noteStrokeInHand(live())
      edges.onLiveStroke()
    },
    onCancelled() {
      noteStrokeInHand(undefined)
      edges.onCancelled()
    },
  }
}

/** A point in CSS pixels from the top left of `box`. */
export function pointIn(box: DOMRect, event: { clientX: number; clientY: number }): ScreenPoint {
  return screenPoint(event.clientX - box.left, event.clientY - box.top)
}
