import type { EditorStore } from '../store/editor-store.ts'

export type KeyboardEdges = {
  readonly store: EditorStore
  /** Whether the key came from the canvas itself; arrows are other controls' elsewhere. */
  readonly isOnCanvas: (target: EventTarget | null) => boolean
  readonly cancelGesture: () => void
  readonly onSpace: (isHeld: boolean) => void
}

const sizeStep = 1.2
const zoomStep = 1.25
const panStepPx = 64

type Action = (edges: KeyboardEdges) => void

const onPage: Readonly<Record<string, Action>> = {
  b: ({ store }) => store.getState().actions.setTool('BRUSH'),
  e: ({ store }) => store.getState().actions.setTool('MASK_ERASER'),
  h: ({ store }) => store.getState().actions.setTool('PAN'),
  '[': ({ store }) => resizeBrush(store, 1 / sizeStep),
  ']': ({ store }) => resizeBrush(store, sizeStep),
  '+': ({ store }) => store.getState().actions.zoomBy(zoomStep),
  '=': ({ store }) => store.getState().actions.zoomBy(zoomStep),
  '-': ({ store }) => store.getState().actions.zoomBy(1 / zoomStep),
  '0': ({ store }) => store.getState().actions.fit(),
  '1': ({ store }) => store.getState().actions.zoomTo(1),
  '\\': ({ store }) => store.getState().actions.setComparing(true),
  escape({ cancelGesture, store }) {
    cancelGesture()
    store.getState().actions.dragFrame(undefined)
  },
}

const onCanvas: Readonly<Record<string, Action>> = {
  arrowleft: ({ store }) => store.getState().actions.panBy(panStepPx, 0),
  arrowright: ({ store }) => store.getState().actions.panBy(-panStepPx, 0),
  arrowup: ({ store }) => store.getState().actions.panBy(0, panStepPx),
  arrowdown: ({ store }) => store.getState().actions.panBy(0, -panStepPx),
}

const withControl: Readonly<Record<string, Action>> = {
  z: ({ store }) => store.getState().actions.undo(),
  y: ({ store }) => store.getState().actions.redo(),
  'shift+z': ({ store }) => store.getState().actions.redo(),
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
    action(edges)
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
  const key = event.key.toLowerCase()
  if (event.altKey) return undefined
  if (event.ctrlKey || event.metaKey) return withControl[event.shiftKey ? `shift+${key}` : key]
  return onPage[key] ?? (isOnCanvas(event.target) ? onCanvas[key] : undefined)
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
