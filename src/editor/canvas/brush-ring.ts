import type { ScreenPoint } from '#domain/frame/space.ts'
import type { EditorState } from '../store/editor-state.ts'
import { isSelectionTool } from '../store/session-actions.ts'

/** A ring of fewer pixels than this cannot be seen. */
const smallestRingPx = 3

/** The canvas's cursor; the brush has its ring instead. */
export function cursorOf(
  { session }: EditorState,
  { pans, isPanning }: { readonly pans: boolean; readonly isPanning: boolean },
): string {
  if (isPanning) return 'grabbing'
  if (pans || session.tool === 'PAN') return 'grab'
  if (isSelectionTool(session.tool)) return 'crosshair'
  return session.brushRadiusPx * session.viewport.scale < smallestRingPx ? 'crosshair' : 'none'
}

/** Shows the brush's size at `point`, or amid the canvas while the size is being chosen. */
export function placeRing(ring: HTMLElement, { session }: EditorState, point?: ScreenPoint): void {
  const { screen, insets, isSizing, tool, viewport } = session
  const at = isSizing
    ? {
        x: (insets.left + screen.widthPx - insets.right) / 2,
        y: (insets.top + screen.heightPx - insets.bottom) / 2,
      }
    : tool === 'PAN' || isSelectionTool(tool)
      ? undefined
      : point
  ring.hidden = at === undefined
  if (!at) return
  const radius = session.brushRadiusPx * viewport.scale
  const size = `${2 * radius}px`
  if (ring.style.width !== size) ring.style.width = ring.style.height = size
  ring.style.transform = `translate(${at.x - radius}px, ${at.y - radius}px)`
}
