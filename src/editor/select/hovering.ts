import type { ImagePoint, Rect } from '#domain/frame/space.ts'
import { previewOf } from './said.ts'

/** A pointer that rests so long may want to know. */
const restMs = 60

/** What was found where the pointer is. */
type Found = { readonly logits: Float32Array; readonly canvas: Rect }

/** Shows what a click would select, where the pointer rests; asks for one place at a time. */
export interface Hovering {
  readonly hover: (point: ImagePoint | undefined) => void
  readonly preview: () => Float32Array | undefined
}

/** @param edges.look finds what a click would select; `undefined` when nobody can say now */
export function createHovering(edges: {
  readonly onPreview: () => void
  readonly look: (point: ImagePoint) => Promise<Found | undefined>
}): Hovering {
  let hovered: ImagePoint | undefined
  let rest: ReturnType<typeof setTimeout> | undefined
  let preview: Float32Array | undefined
  let isLooking = false
  const show = (next: Float32Array | undefined) => {
    if (next === preview) return
    preview = next
    edges.onPreview()
  }
  const look = async (): Promise<void> => {
    const point = hovered
    if (!point || isLooking) return
    isLooking = true
    const found = await edges.look(point).catch(() => undefined)
    isLooking = false
    if (hovered) show(found && previewOf(found.logits, found.canvas))
    if (found && hovered && hovered !== point) void look()
  }
  return {
    hover(point) {
      hovered = point
      clearTimeout(rest)
      if (point) rest = setTimeout(() => void look(), restMs)
      else show(undefined)
    },
    preview: () => preview,
  }
}
