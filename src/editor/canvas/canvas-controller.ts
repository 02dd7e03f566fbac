import type { ScreenPoint } from '#domain/frame/space.ts'
import { maskClient } from '../mask/mask-client.ts'
import { hasField, isMaskedAim, paintsFor } from '../store/aim.ts'
import type { EditorState, EditorStore } from '../store/editor-store.ts'
import { cursorOf, placeRing } from './brush-ring.ts'
import { createGestures, type Gestures } from './gestures.ts'
import { attachKeyboardInput } from './keyboard-input.ts'
import { createMaskPainter } from './mask-painter.ts'
import type { MaskSays } from './mask-pattern.ts'
import { attachPointerInput } from './pointer-input.ts'
import { createShownPicture, type ShownImages } from './shown-picture.ts'

/** The parts of the page that the controller works on; Konva's layers come as functions. */
export type CanvasParts = {
  readonly store: EditorStore
  readonly surface: HTMLElement
  readonly ring: HTMLElement
  readonly pixelRatio: number
  /** Ask for a layer to be drawn in the next frame. */
  readonly redrawPicture: () => void
  readonly redrawMask: () => void
  /** The mask layer's own context, for the live stroke. */
  readonly maskContext: () => CanvasRenderingContext2D | undefined
}

/** What happens on the canvas between two renderings of React. */
export interface CanvasController {
  drawPicture(context: CanvasRenderingContext2D): void
  drawMask(context: CanvasRenderingContext2D): void
  setImages(images: ShownImages): void
  close(): void
}

export function createCanvasController(parts: CanvasParts): CanvasController {
  const { store, surface, ring, pixelRatio, redrawPicture, redrawMask } = parts
  const picture = createShownPicture({ store, pixelRatio, redraw: redrawPicture })
  let hovered: ScreenPoint | undefined
  let isSpaceHeld = false

  const painter = createMaskPainter({
    client: maskClient,
    live: () => gestures.live(),
    says: () => saysOf(store.getState()),
    onChange: redrawMask,
    pixelRatio,
  })
  const gestures = createGestures({
    store,
    onLiveStroke() {
      const context = parts.maskContext()
      if (context) painter.drawLive(context)
    },
    onCancelled: redrawMask,
  })
  const pans = () => isSpaceHeld || isLookedAt(store.getState())
  const showPointer = () => {
    const state = store.getState()
    surface.style.cursor = cursorOf(state, { pans: pans(), isPanning: gestures.isPanning() })
    placeRing(ring, state, hovered && !pans() && !gestures.isPanning() ? hovered : undefined)
  }
  const update = ({ document, session: { viewport, screen } }: EditorState) => {
    const isDrawable = painter.update({ document: document.present, viewport, screen })
    if (isDrawable && !gestures.isCommitting()) redrawMask()
  }
  const handleState = (state: EditorState, before: EditorState) => {
    const { isMoved, isOther } = changesBetween(before, state)
    if (state.session.candidate !== before.session.candidate) picture.update()
    else if (isMoved || isOther) redrawPicture()
    if (isMoved || state.document.present !== before.document.present) update(state)
    if (state.session.aim !== before.session.aim) redrawMask()
    if (state.session !== before.session) showPointer()
  }
  const unsubscribe = store.subscribe(handleState)
  const detach = attachInput(parts, {
    gestures,
    pans,
    onChange: showPointer,
    onHover(point) {
      hovered = point
    },
    onSpace(isHeld) {
      isSpaceHeld = isHeld
    },
  })
  update(store.getState())
  showPointer()

  return {
    drawPicture: picture.draw,
    drawMask(context) {
      // What is painted waits out of sight while the whole picture is to be changed.
      if (isMaskedAim(store.getState().session.aim) || gestures.live()) painter.draw(context)
    },
    setImages(images) {
      picture.set(images)
      showPointer()
    },
    close() {
      unsubscribe()
      detach()
      gestures.cancel()
      painter.close()
      picture.close()
    },
  }
}

/** Whether there is nothing to paint: a result is looked at, or compared with, or a frame is set. */
function isLookedAt({ session: { aim, comparing, candidate } }: EditorState): boolean {
  return comparing || candidate !== undefined || hasField(aim, 'frame')
}

function saysOf({ session }: EditorState): MaskSays {
  return paintsFor(session.aim) ?? 'CHANGE'
}

/** Whether the view moved, and whether another picture is to be seen in it. */
function changesBetween(before: EditorState, state: EditorState) {
  const { viewport, screen, comparing } = before.session
  const { session } = state
  const [past, now] = [before.document.present, state.document.present]
  const isOtherPicture =
    now.base !== past.base || now.canvas !== past.canvas || now.layers !== past.layers
  return {
    isMoved: session.viewport !== viewport || session.screen !== screen,
    isOther: isOtherPicture || session.comparing !== comparing,
  }
}

type Input = {
  readonly gestures: Gestures
  readonly pans: () => boolean
  readonly onHover: (point: ScreenPoint | undefined) => void
  readonly onSpace: (isHeld: boolean) => void
  /** Called after each of the above, and when a gesture begins or ends. */
  readonly onChange: () => void
}

function attachInput({ store, surface }: CanvasParts, input: Input): () => void {
  const { gestures, pans, onHover, onSpace, onChange } = input
  const detachPointer = attachPointerInput(surface, {
    store,
    gestures,
    pans,
    onHover(point) {
      onHover(point)
      onChange()
    },
    onGesture: onChange,
  })
  const detachKeyboard = attachKeyboardInput({
    store,
    isOnCanvas: (target) => target === surface || target === document.body,
    cancelGesture: gestures.cancel,
    onSpace(isHeld) {
      onSpace(isHeld)
      onChange()
    },
  })
  return () => {
    detachPointer()
    detachKeyboard()
  }
}
