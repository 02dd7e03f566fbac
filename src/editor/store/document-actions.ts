import type { StoreApi } from 'zustand/vanilla'
import { sameRect } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import {
  applyCommand,
  type Composition,
  type DocumentCommand,
  whole,
} from '../document/commands.ts'
import {
  canvasRect,
  type EditorDocument,
  emptyDocument,
  selectedLayer,
} from '../document/document.ts'
import {
  amend,
  goTo,
  type History,
  type HistoryBound,
  record,
  redo,
  startHistory,
  undo,
} from '../document/history.ts'
import { bytesOf } from '../document/stroke.ts'
import { aimOf, isMaskedAim } from './aim.ts'
import type { EditorActions, EditorSession, EditorState } from './editor-state.ts'

type Set = StoreApi<EditorState>['setState']
type Get = StoreApi<EditorState>['getState']

/** Undo steps share their strokes; what a step adds is one stroke and a list of references. */
const historyBound: HistoryBound<EditorDocument> = {
  maxBytes: 32 * 1024 * 1024,
  sizeOf: ({ strokes, layers }) => {
    const last = strokes.at(-1)
    return 256 + 8 * layers.length + 8 * strokes.length + (last ? bytesOf(last) : 0)
  },
}

/** Another picture starts with the brush, whatever was done to the one before. */
const painting = { aim: 'INPAINT', draggedFrame: undefined } as const
const lookedAway = { look: undefined, fade: undefined, comparing: false } as const

/** What changes the document: each calls a pure command and records it, or amends what is there. */
export function documentActions(set: Set, get: Get, newId: () => string) {
  const run = (command: DocumentCommand) => {
    const { document } = get()
    const next = applyCommand(document.present, command)
    if (next !== document.present) set({ document: record(document, next, historyBound) })
  }
  const amendWith = (command: DocumentCommand) => {
    const { document } = get()
    set({ document: amend(document, applyCommand(document.present, command)) })
  }
  const change = (changes: Partial<EditorSession>) =>
    set(({ session }) => ({ session: { ...session, ...changes } }))
  const lookAway = () => change(lookedAway)
  const aimAnew = () => change(painting)
  /** Opens and fits; a first picture has nothing to step back to. */
  const show = (document: History<EditorDocument>) => {
    const before = get().document.present
    lookAway()
    set({ document })
    const [previous, canvas] = [canvasRect(before), canvasRect(document.present)]
    if (!canvas || (previous && sameRect(canvas, previous))) return
    const isOther = before.base?.key !== document.present.base?.key
    change({ isFitted: true, ...(isOther && { brushRadiusPx: defaultRadiusPx(canvas) }) })
    get().actions.fit()
  }
  const step = (move: (history: History<EditorDocument>) => History<EditorDocument>) => {
    const { document } = get()
    const moved = move(document)
    if (moved === document) return
    // What is typed now stays; what was sent by the step that is undone comes back.
    const words = { ...moved.present.words, ...document.present.words }
    show(amend(moved, { ...moved.present, words }))
    // A step may have changed the frame, which is to be seen as a whole.
    if (get().session.isFitted) get().actions.fit()
  }
  const open = (composition: Composition) => {
    const { document } = get()
    const next = applyCommand(document.present, { kind: 'OPEN', composition, id: newId() })
    if (next === document.present) return
    const isFirst = document.present.base === null && document.present.layers.length === 0
    aimAnew()
    show(isFirst ? startHistory(next) : record(document, next, historyBound))
  }
  return {
    openPicture: (base) => open(whole(base)),
    openComposition: open,
    closePicture() {
      aimAnew()
      lookAway()
      set({ document: startHistory(emptyDocument(newId())) })
    },
    commitStroke(stroke, replaced) {
      const layer = selectedLayer(get().document.present)
      // Who paints wants that part changed, not the whole picture.
      if (layer && !isMaskedAim(aimOf(layer.operation))) {
        get().actions.select(null)
      }
      if (!layer && !isMaskedAim(get().session.aim)) aimAnew()
      run({ kind: 'COMMIT_STROKE', stroke, ...(replaced && { replaced }) })
    },
    clearMask: () => run({ kind: 'COMMIT_STROKE', stroke: { kind: 'CLEAR' } }),
    invertMask: () => run({ kind: 'COMMIT_STROKE', stroke: { kind: 'INVERT' } }),
    setFrame(frame) {
      change({ draggedFrame: undefined })
      run({ kind: 'SET_FRAME', frame })
      if (get().session.isFitted) get().actions.fit()
    },
    run,
    select(layerId) {
      lookAway()
      amendWith({ kind: 'SELECT', layerId })
    },
    setWords: (aim, words) => amendWith({ kind: 'SET_WORDS', aim, words }),
    setLayerSettings: (settings) => amendWith({ kind: 'SET_SETTINGS', settings }),
    undo: () => step(undo),
    redo: () => step(redo),
    goTo: (index) => step((history) => goTo(history, index)),
    loadHistory: (history) => show(history),
  } satisfies Partial<EditorActions>
}

/** A brush that covers a hand-sized detail of a photo: 1/60 of the longer side. */
function defaultRadiusPx({ width, height }: Rect): number {
  return Math.max(2, Math.round(Math.max(width, height) / 60))
}
