import type { StoreApi } from 'zustand/vanilla'
import { unionOf } from '#domain/frame/rect.ts'
import { type Rect, type ScreenPoint, screenPoint, type Viewport } from '#domain/frame/space.ts'
import { canvasRect, type EditorDocument, paintedStrokes } from '../document/document.ts'
import { framedRect } from '../document/frame.ts'
import {
  type EditorActions,
  type EditorSession,
  type EditorState,
  type SelectionTool,
  selectionTools,
  type Tool,
} from './editor-state.ts'
import { allowedFactor, fitRect, identityViewport, keepInSight, panBy, zoomAt } from './viewport.ts'

type Set = StoreApi<EditorState>['setState']
type Get = StoreApi<EditorState>['getState']

export const initialSession: EditorSession = {
  tool: 'BRUSH',
  selectionTool: 'OBJECT',
  mode: 'ADD',
  wand: { tolerance: 24, isContiguous: true },
  finder: { kind: 'OFF' },
  finished: undefined,
  selectFrom: undefined,
  maskLook: { colour: 'SAYS', opacity: 0.55, isStriped: true },
  aim: 'INPAINT',
  draggedFrame: undefined,
  brushRadiusPx: 40,
  brush: { hardness: 1, strength: 1 },
  viewport: identityViewport,
  screen: { widthPx: 0, heightPx: 0 },
  insets: { top: 0, right: 0, bottom: 0, left: 0 },
  isFitted: true,
  comparing: false,
  compareView: undefined,
  compareAt: 0.5,
  isSizing: false,
  look: undefined,
  fade: undefined,
  candidate: undefined,
}

/** What changes the session: tools, view, and what is looked at. */
export function sessionActions(set: Set, get: Get) {
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
    noteJobs: (jobs) => set({ jobs }),
    setTool: (tool) => change({ tool, ...(isSelectionTool(tool) && { selectionTool: tool }) }),
    setMode: (mode) => change({ mode }),
    setWand: (wand) => change({ wand: { ...get().session.wand, ...wand } }),
    setFinder: (finder) => change({ finder }),
    selectFrom: (selectFrom) => change({ selectFrom }),
    setMaskLook: (look) => change({ maskLook: { ...get().session.maskLook, ...look } }),
    finishObject: () => change({ finished: paintedStrokes(get().document.present).at(-1) }),
    setAim: (aim) => resize({ aim, draggedFrame: undefined }),
    dragFrame: (draggedFrame) => change({ draggedFrame }),
    setBrushRadius(radiusPx) {
      const canvas = canvasRect(get().document.present)
      const longest = canvas ? Math.max(canvas.width, canvas.height) : 4096
      change({ brushRadiusPx: Math.min(longest / 2, Math.max(0.5, radiusPx)) })
    },
    setBrush: (brush) => change({ brush: { ...get().session.brush, ...brush } }),
    setSizing: (isSizing) => change({ isSizing }),
    setComparing: (comparing) => change({ comparing }),
    setCompareView: (compareView) => change({ compareView }),
    setCompareAt: (share) => change({ compareAt: Math.min(1, Math.max(0, share)) }),
    look(result) {
      const { selected } = get().document.present
      const isNone = selected === null || result === undefined
      change({ look: isNone ? undefined : { layerId: selected, result } })
    },
    previewFade: (fade) => change({ fade }),
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

/** Whether a tool makes regions. */
export function isSelectionTool(tool: Tool): tool is SelectionTool {
  return selectionTools.some((each) => each === tool)
}

/** Room around the picture for its handles, as a share of its sides. */
const frameRoom = 0.12

/** What is to be seen as a whole, in pixels of the picture: with its frame, or the result. */
function shownRect(document: EditorDocument, session: EditorSession): Rect | undefined {
  const canvas = canvasRect(document)
  if (!canvas) return undefined
  const { candidate } = session
  if (candidate) return unionOf(candidate.place, canvas)
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
