import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { sameRect, unionOf } from '#domain/frame/rect.ts'
import { type Rect, type ScreenPoint, screenPoint, type Viewport } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import {
  applyCommand,
  type Composition,
  type DocumentCommand,
  whole,
} from '../document/commands.ts'
import {
  type BasePicture,
  canvasRect,
  type DrawnStroke,
  type EditorDocument,
  emptyDocument,
  type PromptDraft,
} from '../document/document.ts'
import { framedRect } from '../document/frame.ts'
import {
  amend,
  type History,
  type HistoryBound,
  record,
  redo,
  startHistory,
  undo,
} from '../document/history.ts'
import type { DocumentLayer } from '../document/layer.ts'
import { type Aim, isMaskedAim } from './aim.ts'
import {
  allowedFactor,
  fitRect,
  type Insets,
  identityViewport,
  keepInSight,
  panBy,
  type Size,
  zoomAt,
} from './viewport.ts'

export type Tool = 'BRUSH' | 'MASK_ERASER' | 'PAN'

/**
 * A result that is looked at: a whole picture, shown in place of the one that is open, and where it
 * lies in pixels of that; or an edit over it, with the canvas that it extends, if it does.
 */
export type Candidate =
  | { readonly kind: 'WHOLE'; readonly bitmap: ImageBitmap; readonly place: Rect }
  | { readonly kind: 'LAYER'; readonly layer: DocumentLayer; readonly canvas: Rect | undefined }

/** What is neither undone nor part of the document. */
export type EditorSession = {
  readonly tool: Tool
  /** What was chosen to be done; `aimFor` says what that means for the picture that is open. */
  readonly aim: Aim
  /** The frame under the pointer, until it is let go. */
  readonly draggedFrame: Frame | undefined
  /** Brush radius in image pixels, as strokes keep it. */
  readonly brushRadiusPx: number
  readonly viewport: Viewport
  /** Size of the canvas on screen in CSS pixels; 0 × 0 until it is mounted. */
  readonly screen: Size
  /** What panels cover of the canvas; the picture is fitted into the rest. */
  readonly insets: Insets
  /** Whether the whole picture is to stay in sight when the canvas changes size. */
  readonly isFitted: boolean
  readonly comparing: boolean
  /** Whether the brush's size is being chosen, and is to be shown amid the canvas. */
  readonly isSizing: boolean
  /** A result that is looked at in place of the picture. The store does not close it. */
  readonly candidate: Candidate | undefined
}

export type EditorActions = {
  /** Opens a picture in a new document; undo leads back to the one before, if there was one. */
  readonly openPicture: (base: BasePicture) => void
  /** The same with what lies over the picture. */
  readonly openComposition: (composition: Composition) => void
  readonly closePicture: () => void
  readonly commitStroke: (stroke: DrawnStroke) => void
  readonly clearMask: () => void
  readonly invertMask: () => void
  /** By how much the picture is to be extended: one step to undo. */
  readonly setFrame: (frame: Frame) => void
  /** The frame while a handle is dragged; `undefined` drops the gesture. */
  readonly dragFrame: (frame: Frame | undefined) => void
  /** Goes on from a whole picture: it becomes the base, the mask is gone, undo leads back to both. */
  readonly acceptResult: (base: BasePicture) => void
  /** Goes on from an edit: a layer over all others, on a canvas that it may have extended. */
  readonly acceptLayer: (layer: DocumentLayer, canvas: Rect | undefined) => void
  readonly setPromptDraft: (promptDraft: Partial<PromptDraft>) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Replaces the document and its undo steps, as read from storage. */
  readonly loadHistory: (history: History<EditorDocument>) => void
  readonly setTool: (tool: Tool) => void
  readonly setAim: (aim: Aim) => void
  /** Image pixels; kept within half a pixel and half of the picture's longer side. */
  readonly setBrushRadius: (radiusPx: number) => void
  readonly setSizing: (isSizing: boolean) => void
  readonly setComparing: (comparing: boolean) => void
  readonly setCandidate: (candidate: Candidate | undefined) => void
  readonly setScreen: (screen: Size) => void
  readonly setInsets: (insets: Insets) => void
  /** Zooms by a factor; the image point under `anchor` (default: the middle) stays where it is. */
  readonly zoomBy: (factor: number, anchor?: ScreenPoint) => void
  /** One image pixel = `scale` CSS pixels. */
  readonly zoomTo: (scale: number) => void
  readonly panBy: (dx: number, dy: number) => void
  readonly fit: () => void
}

export type EditorState = {
  readonly document: History<EditorDocument>
  readonly session: EditorSession
  readonly actions: EditorActions
}

/** Undo steps share their strokes; what a step adds is one stroke and a list of references. */
const historyBound: HistoryBound<EditorDocument> = {
  maxBytes: 32 * 1024 * 1024,
  sizeOf: ({ strokes, layers }) => {
    const last = strokes.at(-1)
    return (
      256 +
      8 * layers.length +
      8 * strokes.length +
      (last && 'points' in last ? 8 * last.points.length : 0)
    )
  },
}

const initialSession: EditorSession = {
  tool: 'BRUSH',
  aim: 'INPAINT',
  draggedFrame: undefined,
  brushRadiusPx: 40,
  viewport: identityViewport,
  screen: { widthPx: 0, heightPx: 0 },
  insets: { top: 0, right: 0, bottom: 0, left: 0 },
  isFitted: true,
  comparing: false,
  isSizing: false,
  candidate: undefined,
}

export type EditorStore = StoreApi<EditorState>

/** A new editor without a picture. `newId` names documents. */
export function createEditorStore(newId: () => string = () => crypto.randomUUID()): EditorStore {
  return createStore<EditorState>()((set, get) => ({
    document: startHistory(emptyDocument(newId())),
    session: initialSession,
    actions: { ...documentActions(set, get, newId), ...sessionActions(set, get) },
  }))
}

type Set = StoreApi<EditorState>['setState']
type Get = StoreApi<EditorState>['getState']

function documentActions(set: Set, get: Get, newId: () => string) {
  const run = (command: DocumentCommand) => {
    const { document } = get()
    const next = applyCommand(document.present, command)
    if (next !== document.present) set({ document: record(document, next, historyBound) })
  }
  /** Another picture starts with the brush, whatever was done to the one before. */
  const aimAnew = () => {
    set(({ session }) => ({ session: { ...session, aim: 'INPAINT', draggedFrame: undefined } }))
  }
  /** Opens and fits; a first picture has nothing to step back to. */
  const show = (document: History<EditorDocument>) => {
    const previous = canvasRect(get().document.present)
    set({ document })
    const canvas = canvasRect(document.present)
    if (canvas && !(previous && sameRect(canvas, previous))) {
      set(({ session }) => ({
        session: { ...session, brushRadiusPx: defaultRadiusPx(canvas), isFitted: true },
      }))
      get().actions.fit()
    }
  }
  const step = (move: (history: History<EditorDocument>) => History<EditorDocument>) => {
    const { document } = get()
    const moved = move(document)
    if (moved === document) return
    const { promptDraft } = document.present
    show(amend(moved, { ...moved.present, promptDraft }))
    // A step may have changed the frame, which is to be seen as a whole.
    if (get().session.isFitted) get().actions.fit()
  }
  const open = (composition: Composition) => {
    const { document } = get()
    const next = applyCommand(document.present, { kind: 'OPEN', composition, id: newId() })
    if (next === document.present) return
    const isFirst = document.present.base === null
    aimAnew()
    show(isFirst ? startHistory(next) : record(document, next, historyBound))
  }
  const accept = (command: DocumentCommand) => {
    const { document } = get()
    aimAnew()
    show(record(document, applyCommand(document.present, command), historyBound))
    set(({ session }) => ({ session: { ...session, candidate: undefined, comparing: false } }))
  }
  return {
    openPicture: (base) => open(whole(base)),
    openComposition: open,
    closePicture() {
      aimAnew()
      set({ document: startHistory(emptyDocument(newId())) })
    },
    commitStroke(stroke) {
      // Who paints wants that part changed, not the whole picture.
      if (!isMaskedAim(get().session.aim)) aimAnew()
      run({ kind: 'COMMIT_STROKE', stroke })
    },
    clearMask: () => run({ kind: 'CLEAR_MASK' }),
    invertMask: () => run({ kind: 'INVERT_MASK' }),
    setFrame(frame) {
      set(({ session }) => ({ session: { ...session, draggedFrame: undefined } }))
      run({ kind: 'SET_FRAME', frame })
      if (get().session.isFitted) get().actions.fit()
    },
    acceptResult: (base) => accept({ kind: 'ACCEPT_RESULT', base }),
    acceptLayer: (layer, canvas) => accept({ kind: 'ADD_LAYER', layer, canvas }),
    setPromptDraft(promptDraft) {
      const { document } = get()
      const next = applyCommand(document.present, { kind: 'SET_PROMPT_DRAFT', promptDraft })
      set({ document: amend(document, next) })
    },
    undo: () => step(undo),
    redo: () => step(redo),
    loadHistory: (history) => show(history),
  } satisfies Partial<EditorActions>
}

function sessionActions(set: Set, get: Get) {
  const change = (changes: Partial<EditorSession>) =>
    set(({ session }) => ({ session: { ...session, ...changes } }))
  const moveTo = (viewport: Viewport) => {
    const { document, session } = get()
    const canvas = canvasRect(document.present)
    const kept = canvas ? keepInSight(viewport, canvas, session.screen) : viewport
    change({ viewport: kept, isFitted: false })
  }
  const fitted = (session: EditorSession): Viewport => {
    const shown = shownRect(get().document.present, session)
    if (!shown || session.screen.widthPx === 0) return session.viewport
    return fitRect(shown, session.screen, session.insets)
  }
  const resize = (changes: Partial<EditorSession>) => {
    const session = { ...get().session, ...changes }
    change({ ...changes, ...(session.isFitted ? { viewport: fitted(session) } : {}) })
  }
  return {
    setTool: (tool) => change({ tool }),
    setAim: (aim) => resize({ aim, draggedFrame: undefined }),
    dragFrame: (draggedFrame) => change({ draggedFrame }),
    setBrushRadius(radiusPx) {
      const canvas = canvasRect(get().document.present)
      const longest = canvas ? Math.max(canvas.width, canvas.height) : 4096
      change({ brushRadiusPx: Math.min(longest / 2, Math.max(0.5, radiusPx)) })
    },
    setSizing: (isSizing) => change({ isSizing }),
    setComparing: (comparing) => change({ comparing }),
    setCandidate: (candidate) => resize({ candidate }),
    setScreen: (screen) => resize({ screen }),
    setInsets: (insets) => resize({ insets }),
    zoomBy(factor, anchor) {
      const { session } = get()
      const allowed = allowedFactor(session.viewport.scale, factor, fitted(session).scale)
      moveTo(zoomAt(session.viewport, anchor ?? middle(session), allowed))
    },
    zoomTo: (scale) => get().actions.zoomBy(scale / get().session.viewport.scale),
    panBy: (dx, dy) => moveTo(panBy(get().session.viewport, dx, dy)),
    fit: () => change({ viewport: fitted(get().session), isFitted: true }),
  } satisfies Partial<EditorActions>
}

/** Room around the picture for its handles, as a share of its sides. */
const frameRoom = 0.12

/** What is to be seen as a whole, in pixels of the picture: with its frame, or the result. */
function shownRect(document: EditorDocument, session: EditorSession): Rect | undefined {
  const canvas = canvasRect(document)
  if (!canvas) return undefined
  const { candidate } = session
  if (candidate?.kind === 'WHOLE') return unionOf(candidate.place, canvas)
  if (candidate) return candidate.canvas ? unionOf(candidate.canvas, canvas) : canvas
  if (session.aim !== 'OUTPAINT') return canvas
  const { x, y, width, height } = framedRect(document.frame, canvas)
  const [roomX, roomY] = [width * frameRoom, height * frameRoom]
  return { x: x - roomX, y: y - roomY, width: width + 2 * roomX, height: height + 2 * roomY }
}

function middle({ screen, insets }: EditorSession): ScreenPoint {
  return screenPoint(
    (insets.left + screen.widthPx - insets.right) / 2,
    (insets.top + screen.heightPx - insets.bottom) / 2,
  )
}

/** A brush that covers a hand-sized detail of a photo: 1/60 of the longer side. */
function defaultRadiusPx({ width, height }: Rect): number {
  return Math.max(2, Math.round(Math.max(width, height) / 60))
}

/** The editor of this page. */
export const editorStore: EditorStore = createEditorStore()

/** What `selector` picks of the editor's state; draws again when that changes. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(editorStore, selector)
}
