import { type ScreenPoint, toImage } from '#domain/frame/space.ts'
import type { Seen } from '../select/picture-pixels.ts'
import { createSelecting } from '../select/selecting.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { objectInHand } from '../store/object-in-hand.ts'
import type { Pick } from '../tools/pick-tool.ts'
import type { Gestures } from './gestures.ts'
import { createKeyPointer, type KeyPointer } from './key-pointer.ts'
import { createOverlay } from './overlay.ts'

export type PointingEdges = {
  readonly store: EditorStore
  readonly svg: SVGSVGElement
  /** What to select in; `undefined` until it is there. */
  readonly seen: () => Seen | undefined
  readonly gestures: Omit<Gestures, 'cancel' | 'live'>
  /** Whether a press moves the view, whatever the tool. */
  readonly pans: () => boolean
  /** Whether there is nothing to paint. */
  readonly isLookedAt: () => boolean
  /** The pointer is elsewhere. */
  readonly onMove: () => void
}

/** Where the pointers are, and what is shown and selected there. */
export interface Pointing {
  readonly keyPointer: KeyPointer
  readonly pick: (pick: Pick) => void
  readonly hover: (point: ScreenPoint | undefined) => void
  /** Where a pointer is that nothing else has taken. */
  hovered(): ScreenPoint | undefined
  readonly show: () => void
  /** Tells of another tool, picture or mask. */
  readonly update: () => void
  close(): void
}

export function createPointing(edges: PointingEdges): Pointing {
  const { store, gestures, isLookedAt } = edges
  const overlay = createOverlay(edges.svg)
  let at: ScreenPoint | undefined
  const hovered = () => (edges.pans() || gestures.isPanning() ? undefined : at)
  const show = () => {
    const state = store.getState()
    overlay.show({
      viewport: state.session.viewport,
      outline: gestures.outline(),
      preview: isLookedAt() ? undefined : selecting.preview(),
      clicks: objectInHand(state)?.clicks ?? [],
      pointer: isLookedAt() ? undefined : keyPointer.place(),
    })
  }
  const selecting = createSelecting({ store, seen: edges.seen, onPreview: show })
  const hover = (point: ScreenPoint | undefined) => {
    at = point
    const free = hovered()
    selecting.hover(free && toImage(free, store.getState().session.viewport))
    edges.onMove()
  }
  const keyPointer = createKeyPointer({
    store,
    gestures,
    onChange(point) {
      hover(point)
      show()
    },
  })
  return {
    keyPointer,
    pick: selecting.pick,
    hover,
    hovered,
    show,
    update: selecting.update,
    close: selecting.close,
  }
}
