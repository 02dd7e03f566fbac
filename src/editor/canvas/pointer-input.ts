import type { ScreenPoint } from '#domain/frame/space.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { type Gestures, pointIn } from './gestures.ts'
import { attachTaps } from './taps.ts'

export type PointerEdges = {
  readonly store: EditorStore
  readonly gestures: Gestures
  /** Whether a press moves the view whatever the tool: the space key, or a result is looked at. */
  readonly pans: () => boolean
  /** Where the mouse or pen is; `undefined` when it is elsewhere, or for fingers. */
  readonly onHover: (point: ScreenPoint | undefined) => void
  readonly onGesture: () => void
}

/** Doubles the scale for 280 pixels of wheel; a pinch on a touchpad sends finer steps. */
const wheelRate = 0.0025
const pinchRate = 0.01
const linePx = 16

/** Feeds the pointers over `element` to the gestures. Returns how to stop. */
export function attachPointerInput(element: HTMLElement, edges: PointerEdges): () => void {
  const { store, gestures, pans, onHover, onGesture } = edges
  const listening = new AbortController()
  const { signal } = listening
  let box = element.getBoundingClientRect()
  /** Whether shift was up since the press: from then on it makes boxes even. */
  let isShiftFree = true
  const measure = () => {
    box = element.getBoundingClientRect()
  }
  const steps = () => store.getState().actions
  const hover = (event: PointerEvent) =>
    onHover(event.pointerType === 'touch' ? undefined : pointIn(box, event))

  const palms = createPalms()
  const handleDown = (event: PointerEvent) => {
    if (event.button > 1 && !isEraserEnd(event)) return
    if (palms.isPalm(event)) return
    measure()
    isShiftFree = !event.shiftKey
    element.setPointerCapture(event.pointerId)
    gestures.down({
      id: event.pointerId,
      point: pointIn(box, event),
      pans: event.button === 1 || pans(),
      shift: event.shiftKey,
      alt: event.altKey,
      erases: isEraserEnd(event),
    })
    onGesture()
  }
  const handleMove = (event: PointerEvent) => {
    palms.note(event)
    hover(event)
    const events = event.getCoalescedEvents()
    const path = events.length > 0 ? events : [event]
    // What shift meant when it was pressed with is told from what it means later.
    if (!event.shiftKey) isShiftFree = true
    gestures.move(
      event.pointerId,
      path.map((each) => pointIn(box, each)),
      event.shiftKey && isShiftFree,
    )
    gestures.hover(pointIn(box, event))
  }
  const handleUp = (event: PointerEvent) => {
    gestures.up(event.pointerId)
    onGesture()
  }
  const handleCancel = () => {
    gestures.cancel()
    onGesture()
  }
  const handleWheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePx : 1
    const { actions } = store.getState()
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
    if (isSideways) actions.panBy(-unit * (event.deltaX || event.deltaY), 0)
    else {
      const rate = event.ctrlKey && Math.abs(event.deltaY) < 50 ? pinchRate : wheelRate
      actions.zoomBy(Math.exp(-event.deltaY * unit * rate), pointIn(box, event))
    }
  }

  element.addEventListener('pointerenter', measure, { signal })
  element.addEventListener('pointerdown', handleDown, { signal })
  element.addEventListener('pointermove', handleMove, { signal })
  element.addEventListener('pointerup', handleUp, { signal })
  element.addEventListener('pointercancel', handleCancel, { signal })
  element.addEventListener('pointerleave', () => onHover(undefined), { signal })
  element.addEventListener('wheel', handleWheel, { signal, passive: false })
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
  // The middle button would start to scroll the page.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), {
    signal,
  })
  window.addEventListener('resize', measure, { signal })
  attachTaps(element, { signal, onTwo: () => steps().undo(), onThree: () => steps().redo() })
  return () => listening.abort()
}

/** A pen's other end says so by its button, the sixth one (Pointer Events, section 4.1.1.2). */
const eraserButton = 5
const eraserButtons = 32

function isEraserEnd({ pointerType, button, buttons }: PointerEvent): boolean {
  return pointerType === 'pen' && (button === eraserButton || (buttons & eraserButtons) !== 0)
}

/** How long after a pen was near the hand that holds it may still touch the screen. */
const palmMs = 700

/** Tells hands that rest on the screen from fingers: while a pen is near, every touch is a palm. */
function createPalms() {
  let penAtMs = Number.NEGATIVE_INFINITY
  const note = ({ pointerType, timeStamp }: PointerEvent) => {
    if (pointerType === 'pen') penAtMs = timeStamp
  }
  return {
    note,
    isPalm(event: PointerEvent): boolean {
      note(event)
      return event.pointerType === 'touch' && event.timeStamp - penAtMs < palmMs
    },
  }
}
