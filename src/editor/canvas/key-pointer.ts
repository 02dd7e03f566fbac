import {
  type ImagePoint,
  type ScreenPoint,
  screenPoint,
  toImage,
  toScreen,
} from '#domain/frame/space.ts'
import { canvasRect } from '../document/document.ts'
import type { EditorStore } from '../store/editor-store.ts'
import type { Contact, Gestures } from './gestures.ts'

/** The pointer that keys move: no pointer of the browser has this number. */
const pointerId = -1
/** CSS pixels for each press of an arrow key, and with shift. */
const stepPx = { coarse: 16, fine: 1 } as const
/** As near the pointer may come to the side of the screen before the view moves with it, CSS pixels. */
const marginPx = 24

/** A pointer on the canvas for those who work by keys: it draws what a mouse would. */
export interface KeyPointer {
  /** Where it is, in pixels of the picture; `undefined` until a key moves it. */
  place(): ImagePoint | undefined
  move(dx: number, dy: number, isFine: boolean): void
  /** Presses it; what takes a way is let go by the next press, a place at once. */
  press(keys: Pick<Contact, 'shift' | 'alt'>): void
  /** Lets go of everything and disappears. */
  readonly leave: () => void
}

/** @param edges.onChange it moved, appeared or disappeared */
export function createKeyPointer(edges: {
  readonly store: EditorStore
  readonly gestures: Pick<Gestures, 'down' | 'move' | 'up' | 'hover'>
  readonly onChange: (point: ScreenPoint | undefined) => void
}): KeyPointer {
  const { store, gestures, onChange } = edges
  let place: ImagePoint | undefined
  let isDown = false

  const onScreen = (point: ImagePoint) => toScreen(point, store.getState().session.viewport)
  const begin = (): ImagePoint => {
    const { screen, insets, viewport } = store.getState().session
    const x = (insets.left + screen.widthPx - insets.right) / 2
    const y = (insets.top + screen.heightPx - insets.bottom) / 2
    return toImage(screenPoint(x, y), viewport)
  }
  const tell = () => {
    const point = place && onScreen(place)
    if (point && isDown) gestures.move(pointerId, [point], false)
    else if (point) gestures.hover(point)
    onChange(point)
  }
  return {
    place: () => place,
    move(dx, dy, isFine) {
      const step = isFine ? stepPx.fine : stepPx.coarse
      const from = onScreen(place ?? begin())
      // The first press shows where it is.
      const by = place ? step : 0
      const { session, document } = store.getState()
      const canvas = canvasRect(document.present)
      const to = toImage(screenPoint(from.x + dx * by, from.y + dy * by), session.viewport)
      place = canvas ? within(to, canvas) : to
      follow(store, onScreen(place))
      tell()
    },
    press(keys) {
      place ??= begin()
      const point = onScreen(place)
      if (isDown) {
        isDown = false
        gestures.up(pointerId)
      } else {
        gestures.down({ id: pointerId, point, pans: false, ...keys })
        isDown = !pointsOnly(store)
        if (!isDown) gestures.up(pointerId)
      }
      onChange(point)
    },
    leave() {
      isDown = false
      place = undefined
      onChange(undefined)
    },
  }
}

/** Whether a press of the tool that is chosen is about a place, not a way. */
function pointsOnly(store: EditorStore): boolean {
  const { tool } = store.getState().session
  return tool === 'OBJECT' || tool === 'WAND' || tool === 'POLYGON'
}

function within(
  point: ImagePoint,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): ImagePoint {
  return {
    ...point,
    x: Math.min(x + width, Math.max(x, point.x)),
    y: Math.min(y + height, Math.max(y, point.y)),
  }
}

/** Moves the view so that a place stays on screen. */
function follow(store: EditorStore, { x, y }: ScreenPoint): void {
  const { screen, insets } = store.getState().session
  const beyond = (at: number, from: number, to: number) =>
    at < from + marginPx ? from + marginPx - at : Math.min(0, to - marginPx - at)
  const dx = beyond(x, insets.left, screen.widthPx - insets.right)
  const dy = beyond(y, insets.top, screen.heightPx - insets.bottom)
  if (dx !== 0 || dy !== 0) store.getState().actions.panBy(dx, dy)
}
