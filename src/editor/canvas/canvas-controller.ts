import { type ScreenPoint, toImage } from '#domain/frame/space.ts'
import { type EditorDocument, paintedStrokes, selectedLayer } from '../document/document.ts'
import { maskClient } from '../mask/mask-client.ts'
import { createSelecting } from '../select/selecting.ts'
import { hasField, isMaskedAim, paintsFor } from '../store/aim.ts'
import type { EditorState, MaskLook } from '../store/editor-state.ts'
import { aimNow, type EditorStore } from '../store/editor-store.ts'
import { objectInHand } from '../store/object-in-hand.ts'
import { cursorOf, placeRing } from './brush-ring.ts'
import { createGestures, type Gestures } from './gestures.ts'
import { createKeyPointer, type KeyPointer } from './key-pointer.ts'
import { attachKeyboardInput } from './keyboard-input.ts'
import { createMaskPainter } from './mask-painter.ts'
import type { MaskSays } from './mask-pattern.ts'
import { createOverlay } from './overlay.ts'
import { attachPointerInput } from './pointer-input.ts'
import { createShownPicture, type ShownImages } from './shown-picture.ts'

/** The parts of the page that the controller works on; Konva's layers come as functions. */
export type CanvasParts = {
  readonly store: EditorStore
  readonly surface: HTMLElement
  readonly ring: HTMLElement
  readonly overlay: SVGSVGElement
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
    look: () => lookOf(store.getState()),
    onChange: redrawMask,
    pixelRatio,
  })
  const overlay = createOverlay(parts.overlay)
  const showOverlay = () => {
    const state = store.getState()
    const isIdle = isLookedAt(state)
    overlay.show({
      viewport: state.session.viewport,
      outline: gestures.outline(),
      preview: isIdle ? undefined : selecting.preview(),
      clicks: objectInHand(state)?.clicks ?? [],
      pointer: isIdle ? undefined : keyPointer.place(),
    })
  }
  const selecting = createSelecting({ store, seen: picture.seen, onPreview: showOverlay })
  const gestures = createGestures({
    store,
    onOutline: showOverlay,
    onPick: selecting.pick,
    onLiveStroke() {
      const context = parts.maskContext()
      if (context) painter.drawLive(context)
    },
    onCancelled: redrawMask,
  })
  const hover = (point: ScreenPoint | undefined) => {
    hovered = point
    const { viewport } = store.getState().session
    const isOver = point && !pans() && !gestures.isPanning()
    selecting.hover(isOver ? toImage(point, viewport) : undefined)
  }
  const keyPointer = createKeyPointer({
    store,
    gestures,
    onChange(point) {
      hover(point)
      showPointer()
      showOverlay()
    },
  })
  const pans = () => isSpaceHeld || isLookedAt(store.getState())
  const showPointer = () => {
    const state = store.getState()
    surface.style.cursor = cursorOf(state, { pans: pans(), isPanning: gestures.isPanning() })
    placeRing(ring, state, hovered && !pans() && !gestures.isPanning() ? hovered : undefined)
  }
  const update = ({ document, session: { viewport, screen } }: EditorState) => {
    const isDrawable = painter.update({ document: paintedDocument(document), viewport, screen })
    if (isDrawable && !gestures.isCommitting()) redrawMask()
  }
  const handleState = (state: EditorState, before: EditorState) => {
    const { isMoved, isOther, isMaskOther } = changesBetween(before, state)
    if (state.session.candidate !== before.session.candidate) picture.update()
    else if (isMoved || isOther) redrawPicture()
    if (isMoved || isMaskOther) update(state)
    const isOtherLook = state.session.maskLook !== before.session.maskLook
    if (
      isOtherLook ||
      aimNow(state) !== aimNow(before) ||
      isMaskShown(state) !== isMaskShown(before)
    )
      redrawMask()
    if (state.session !== before.session) showPointer()
    if (isMoved || isOther || isMaskOther || state.session.tool !== before.session.tool) {
      showOverlay()
    }
    if (state.session.tool !== before.session.tool) gestures.cancel()
    if (isOther || isMaskOther || asks(state) !== asks(before)) selecting.update()
  }
  const unsubscribe = store.subscribe(handleState)
  const detach = attachInput(parts, {
    gestures,
    pans,
    onChange: showPointer,
    keyPointer,
    onHover: hover,
    onSpace(isHeld) {
      isSpaceHeld = isHeld
    },
  })
  update(store.getState())
  showPointer()

  return {
    drawPicture: picture.draw,
    drawMask(context) {
      if (isMaskShown(store.getState()) || gestures.live()) painter.draw(context)
    },
    setImages(images) {
      picture.set(images)
      selecting.update()
      showPointer()
    },
    close() {
      unsubscribe()
      detach()
      gestures.cancel()
      selecting.close()
      painter.close()
      picture.close()
    },
  }
}

/** Whether there is nothing to paint: another picture is looked at, or compared with, or a frame is set. */
function isLookedAt(state: EditorState): boolean {
  const { comparing, candidate } = state.session
  return comparing || candidate !== undefined || hasField(aimNow(state), 'frame')
}

/**
 * What is painted waits out of sight while the whole picture is to be changed. A region that was asked
 * for shows its results, and its mask again as soon as that is changed.
 */
function isMaskShown(state: EditorState): boolean {
  const layer = selectedLayer(state.document.present)
  return isMaskedAim(aimNow(state)) && (layer === undefined || layer.isChanged)
}

function lookOf(state: EditorState): { readonly says: MaskSays } & MaskLook {
  return { says: paintsFor(aimNow(state)) ?? 'CHANGE', ...state.session.maskLook }
}

/** The document with the strokes that tools work on as its strokes. */
function paintedDocument({ present }: EditorState['document']): EditorDocument {
  return { ...present, strokes: paintedStrokes(present) }
}

/** Whether the view moved, and whether another picture is to be seen in it. */
function changesBetween(before: EditorState, state: EditorState) {
  const { session } = state
  const [past, now] = [before.document.present, state.document.present]
  const isOtherPicture =
    now.base !== past.base ||
    now.canvas !== past.canvas ||
    now.layers !== past.layers ||
    now.selected !== past.selected
  return {
    isMoved:
      session.viewport !== before.session.viewport || session.screen !== before.session.screen,
    isOther:
      isOtherPicture ||
      state.jobs !== before.jobs ||
      looks.some((name) => session[name] !== before.session[name]),
    isMaskOther: isOtherPicture || now.strokes !== past.strokes,
  }
}

/** What of the session decides what is to be selected, and how. */
function asks({ session }: EditorState): string {
  return `${session.tool} ${session.finder.kind} ${session.selectFrom !== undefined}`
}

/** What of the session decides which pixels are seen. */
const looks = ['comparing', 'compareView', 'compareAt', 'look', 'fade'] as const

type Input = {
  readonly gestures: Gestures
  readonly keyPointer: KeyPointer
  readonly pans: () => boolean
  readonly onHover: (point: ScreenPoint | undefined) => void
  readonly onSpace: (isHeld: boolean) => void
  /** Called after each of the above, and when a gesture begins or ends. */
  readonly onChange: () => void
}

function attachInput({ store, surface }: CanvasParts, input: Input): () => void {
  const { gestures, keyPointer, pans, onHover, onSpace, onChange } = input
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
    gestures,
    pointer: keyPointer,
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
