import { type EditorDocument, paintedStrokes, selectedLayer } from '../document/document.ts'
import { maskClient } from '../mask/mask-client.ts'
import { hasField, isMaskedAim, paintsFor } from '../store/aim.ts'
import type { EditorState, MaskLook } from '../store/editor-state.ts'
import { aimNow, type EditorStore } from '../store/editor-store.ts'
import { cursorOf, placeRing } from './brush-ring.ts'
import { createGestures, type Gestures } from './gestures.ts'
import { attachKeyboardInput } from './keyboard-input.ts'
import { createMaskPainter, type MaskPainter } from './mask-painter.ts'
import type { MaskSays } from './mask-pattern.ts'
import { attachPointerInput } from './pointer-input.ts'
import { createPointing, type Pointing } from './pointing.ts'
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
  let isSpaceHeld = false

  const painter = createMaskPainter({
    client: maskClient,
    live: () => gestures.live(),
    look: () => lookOf(store.getState()),
    onChange: redrawMask,
    pixelRatio,
  })
  const gestures = createGestures({
    store,
    onOutline: () => pointing.show(),
    onPick: (pick) => pointing.pick(pick),
    onLiveStroke: () => drawLive(parts, painter),
    onCancelled: redrawMask,
  })
  const pans = () => isSpaceHeld || isLookedAt(store.getState())
  const showPointer = () => {
    const state = store.getState()
    surface.style.cursor = cursorOf(state, { pans: pans(), isPanning: gestures.isPanning() })
    placeRing(ring, state, pointing.hovered())
  }
  const pointing = createPointing({
    store,
    svg: parts.overlay,
    seen: picture.seen,
    gestures,
    pans,
    isLookedAt: () => isLookedAt(store.getState()),
    onMove: showPointer,
  })
  const update = ({ document, session: { viewport, screen } }: EditorState) => {
    const isDrawable = painter.update({ document: paintedDocument(document), viewport, screen })
    if (isDrawable && !gestures.isCommitting() && !painter.staysBlank()) redrawMask()
  }
  const unsubscribe = store.subscribe((state, before) => {
    const { isMoved, isOther, isMaskOther } = changesBetween(before, state)
    if (state.session.candidate !== before.session.candidate) picture.update()
    else if (isMoved || isOther) redrawPicture()
    if (isMoved || isMaskOther) update(state)
    if (isShownOtherwise(state, before)) redrawMask()
    if (state.session !== before.session) showPointer()
    if (state.session.tool !== before.session.tool) gestures.cancel()
    if (isOther || isMaskOther || asks(state) !== asks(before)) pointing.update()
    pointing.show()
  })
  const detach = attachInput(parts, {
    gestures,
    pans,
    onChange: showPointer,
    pointing,
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
      pointing.update()
      showPointer()
    },
    close() {
      unsubscribe()
      detach()
      gestures.cancel()
      pointing.close()
      painter.close()
      picture.close()
    },
  }
}

function drawLive({ maskContext }: CanvasParts, painter: MaskPainter): void {
  const context = maskContext()
  if (context) painter.drawLive(context)
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

/** Whether the same mask is to be drawn in another way, or no more. */
function isShownOtherwise(state: EditorState, before: EditorState): boolean {
  return (
    state.session.maskLook !== before.session.maskLook ||
    aimNow(state) !== aimNow(before) ||
    isMaskShown(state) !== isMaskShown(before)
  )
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
  readonly pointing: Pointing
  readonly pans: () => boolean
  readonly onSpace: (isHeld: boolean) => void
  /** Called after each of the above, and when a gesture begins or ends. */
  readonly onChange: () => void
}

function attachInput({ store, surface }: CanvasParts, input: Input): () => void {
  const { gestures, pointing, pans, onSpace, onChange } = input
  const detachPointer = attachPointerInput(surface, {
    store,
    gestures,
    pans,
    onHover: pointing.hover,
    onGesture: onChange,
  })
  const detachKeyboard = attachKeyboardInput({
    store,
    isOnCanvas: (target) => target === surface || target === document.body,
    gestures,
    pointer: pointing.keyPointer,
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
