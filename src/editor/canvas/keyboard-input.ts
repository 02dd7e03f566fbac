import type { Tool } from '../store/editor-state.ts'
import type { EditorStore } from '../store/editor-store.ts'
import type { Gestures } from './gestures.ts'
import type { KeyPointer } from './key-pointer.ts'

export type KeyboardEdges = {
  readonly store: EditorStore
  readonly gestures: Pick<Gestures, 'cancel' | 'finish' | 'back'>
  readonly pointer: KeyPointer
  /** Whether the key came from the canvas itself; arrows are other controls' elsewhere. */
  readonly isOnCanvas: (target: EventTarget | null) => boolean
  readonly onSpace: (isHeld: boolean) => void
}

const sizeStep = 1.2
const zoomStep = 1.25
const panStepPx = 64

type Held = Pick<KeyboardEvent, 'shiftKey' | 'altKey'>
type Action = (edges: KeyboardEdges, held: Held) => void

const choose =
  (tool: Tool): Action =>
  ({ store }) =>
    store.getState().actions.setTool(tool)

const onPage: Readonly<Record<string, Action>> = {
  b: choose('BRUSH'),
  e: choose('MASK_ERASER'),
  h: choose('PAN'),
  o: choose('OBJECT'),
  w: choose('WAND'),
  m: choose('RECTANGLE'),
  i: choose('ELLIPSE'),
  l: choose('LASSO'),
  p: choose('POLYGON'),
  n: ({ store }) => store.getState().actions.finishObject(),
  '[': ({ store }) => resizeBrush(store, 1 / sizeStep),
  ']': ({ store }) => resizeBrush(store, sizeStep),
  '+': ({ store }) => store.getState().actions.zoomBy(zoomStep),
  '=': ({ store }) => store.getState().actions.zoomBy(zoomStep),
  '-': ({ store }) => store.getState().actions.zoomBy(1 / zoomStep),
  '0': ({ store }) => store.getState().actions.fit(),
  '1': ({ store }) => store.getState().actions.zoomTo(1),
  '\\': ({ store }) => store.getState().actions.setComparing(true),
  escape({ gestures, pointer, store }) {
    gestures.cancel()
    pointer.leave()
    store.getState().actions.dragFrame(undefined)
  },
}

const onCanvas: Readonly<Record<string, Action>> = {
  arrowleft: (edges, held) => goBy(edges, held, [-1, 0]),
  arrowright: (edges, held) => goBy(edges, held, [1, 0]),
  arrowup: (edges, held) => goBy(edges, held, [0, -1]),
  arrowdown: (edges, held) => goBy(edges, held, [0, 1]),
  enter({ pointer, gestures, store }, { shiftKey, altKey }) {
    if (store.getState().session.tool === 'PAN') return
    if (shiftKey && gestures.finish()) return
    pointer.press({ shift: shiftKey, alt: altKey })
  },
  backspace: ({ gestures }) => void gestures.back(),
}

/** Arrows move the view with the hand, and a pointer with every other tool. */
function goBy(
  { store, pointer }: KeyboardEdges,
  { shiftKey }: Held,
  [dx, dy]: readonly [number, number],
): void {
  const { session, actions } = store.getState()
  if (session.tool === 'PAN') actions.panBy(-dx * panStepPx, -dy * panStepPx)
  else pointer.move(dx, dy, shiftKey)
}

const withControl: Readonly<Record<string, Action>> = {
  z: ({ store }) => store.getState().actions.undo(),
  y: ({ store }) => store.getState().actions.redo(),
  'shift+z': ({ store }) => store.getState().actions.redo(),
  a: ({ store }) => store.getState().actions.commitStroke({ kind: 'ALL' }),
  'shift+i': ({ store }) => store.getState().actions.invertMask(),
}

/** Listens to the page's keys, except where somebody types or a dialog is open. Returns how to stop. */
export function attachKeyboardInput(edges: KeyboardEdges): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const handleDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isElsewhere(event.target)) return
    if (event.key === ' ') return handleSpace(event, edges)
    const action = actionOf(event, edges)
    if (!action) return
    // Escape may also close something of the page around.
    if (event.key !== 'Escape') event.preventDefault()
    action(edges, event)
  }
  const release = () => {
    edges.onSpace(false)
    const { session, actions } = edges.store.getState()
    if (session.comparing) actions.setComparing(false)
  }
  const handleUp = (event: KeyboardEvent) => {
    if (event.key === ' ' || event.key === '\\') release()
  }
  window.addEventListener('keydown', handleDown, { signal })
  window.addEventListener('keyup', handleUp, { signal })
  window.addEventListener('blur', release, { signal })
  return () => listening.abort()
}

/** Space moves the view; on a button it presses the button. */
function handleSpace(event: KeyboardEvent, { isOnCanvas, onSpace }: KeyboardEdges): void {
  if (!isOnCanvas(event.target)) return
  event.preventDefault()
  onSpace(true)
}

function actionOf(event: KeyboardEvent, { isOnCanvas }: KeyboardEdges): Action | undefined {
  // What an input method puts together is nobody's shortcut.
  if (event.isComposing) return undefined
  const key = keyOf(event)
  // On many keyboards brackets are typed with AltGr, which some systems report as Control and Alt.
  const isTyped = event.getModifierState('AltGraph')
  // With Alt, Enter says what does not belong; other keys are somebody else's.
  if (event.altKey && !isTyped && key !== 'enter') return undefined
  if ((event.ctrlKey || event.metaKey) && !isTyped) {
    return withControl[event.shiftKey ? `shift+${key}` : key]
  }
  return onPage[key] ?? (isOnCanvas(event.target) ? onCanvas[key] : undefined)
}

/** The letter that a key has; on a keyboard with other letters, the one in its place on a Latin one. */
function keyOf({ key, code }: KeyboardEvent): string {
  const isLetter = /^\p{L}$/u.test(key)
  const isLatin = /^[a-z]$/i.test(key)
  return (isLetter && !isLatin ? code.replace(/^Key/, '') : key).toLowerCase()
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog, [role="dialog"], [role="menu"]')) return true
  // Letters mean nothing to a slider or a choice, which keeps the focus after a click on it.
  if (target instanceof HTMLInputElement) return !['range', 'radio'].includes(target.type)
  return target.isContentEditable || target.matches('textarea, select')
}

function resizeBrush(store: EditorStore, factor: number): void {
  const { session, actions } = store.getState()
  const next = session.brushRadiusPx * factor
  actions.setBrushRadius(factor > 1 ? Math.ceil(next) : Math.floor(next))
}
