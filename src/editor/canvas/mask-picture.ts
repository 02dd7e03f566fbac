import type { Viewport } from '#domain/frame/space.ts'
import { canvasRect, type EditorDocument } from '../document/document.ts'
import { type DrawnStroke, isSoft, type Stroke } from '../document/stroke.ts'
import type { MaskClient } from '../mask/mask-client.ts'
import type { MaskView } from '../mask/mask-view.ts'
import type { Size } from '../store/viewport.ts'

/** Delay after the last stroke before the worker renders the mask again. */
const refreshAfterMs = 250
/** While a view moves, its mask moves along; what comes into sight is there so much later at most. */
const renewEveryMs = 100
/** The page draws at most this many strokes on top of the worker's picture. */
const maxPendingStrokes = 8

export type MaskScene = {
  readonly document: EditorDocument
  readonly viewport: Viewport
  readonly screen: Size
}

export type MaskPicture = {
  readonly bitmap: ImageBitmap
  readonly view: MaskView
  readonly strokes: readonly Stroke[]
}

/** The worker's picture of the mask, kept up with the document and the view. */
export interface MaskPictureSource {
  /** The newest picture; it may be of an earlier view or of fewer strokes. Of no strokes there is none. */
  current(): MaskPicture | undefined
  /** The lines that the current picture lacks. */
  pending(): readonly DrawnStroke[]
  /** @returns whether picture and pending lines show the new state; if not, `onArrival` follows */
  update(scene: MaskScene): boolean
  readonly close: () => void
}

export type MaskPictureEdges = {
  readonly client: Pick<MaskClient, 'prepare' | 'render'>
  /** A picture that was waited for is there. */
  readonly onArrival: () => void
  readonly pixelRatio: number
}

/** A source for one canvas. Holds one bitmap, no larger than the canvas; asks for one at a time. */
export function createMaskPictureSource(edges: MaskPictureEdges): MaskPictureSource {
  const { client, onArrival, pixelRatio } = edges
  let scene: MaskScene | undefined
  let picture: MaskPicture | undefined
  /** Where there is no picture: whether the mask had no strokes at first. */
  let wasBlank = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let arrivedAtMs = -Infinity
  let isAsking = false
  let isAwaited = false
  let isClosed = false

  const forget = () => {
    picture?.bitmap.close()
    picture = undefined
    wasBlank = false
  }
  /** The lines that are missing on the screen; `undefined` when it takes more than lines. */
  const missing = ({ document: { strokes } }: MaskScene) => {
    const known = picture?.strokes ?? (wasBlank ? [] : undefined)
    return known && strokesSince(known, strokes)
  }
  const ask = async (): Promise<void> => {
    clearTimeout(timer)
    if (isAsking || isClosed || !scene) return
    const asked = scene
    const view = visiblePart(asked, pixelRatio)
    if (!view) return
    isAsking = true
    try {
      const bitmap = await client.render(asked.document, view)
      if (isClosed) return bitmap.close()
      forget()
      picture = { bitmap, view, strokes: asked.document.strokes }
      arrivedAtMs = performance.now()
    } catch {
      // The worker died or is gone: the mask stays as drawn, and the next change asks a new one.
      return
    } finally {
      isAsking = false
    }
    // What the page drew itself looks the same; only what it could not draw is drawn again.
    if (isAwaited) onArrival()
    isAwaited = false
    if (scene !== asked) refresh(scene)
  }
  const refresh = (next: MaskScene): boolean => {
    clearTimeout(timer)
    if (next.document.strokes.length === 0) {
      // A picture of nothing would be made again for each frame of a view that moves.
      forget()
      wasBlank = true
      client.prepare()
      return true
    }
    const pending = missing(next)
    const isSameView = !picture || sameView(picture.view, visiblePart(next, pixelRatio))
    if (!pending) {
      isAwaited = true
      void ask()
    } else if (!isSameView) {
      isAwaited = true
      timer = setTimeout(() => void ask(), arrivedAtMs + renewEveryMs - performance.now())
    } else if (pending.length > maxPendingStrokes) void ask()
    else if (pending.length > 0) timer = setTimeout(() => void ask(), refreshAfterMs)
    return pending !== undefined
  }

  return {
    current: () => picture,
    pending: () => (scene && missing(scene)) ?? [],
    update(next) {
      // Another picture or region: the mask that is shown is not its mask.
      const isOther =
        next.document.base?.key !== scene?.document.base?.key ||
        next.document.selected !== scene?.document.selected
      if (isOther) forget()
      scene = next
      return refresh(next)
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      forget()
    },
  }
}

/** The part of the canvas on screen, in whole device pixels; `undefined` when there is none. */
function visiblePart(scene: MaskScene, pixelRatio: number): MaskView | undefined {
  const { viewport, screen } = scene
  const canvas = canvasRect(scene.document)
  if (!canvas) return undefined
  const scale = viewport.scale * pixelRatio
  const axis = (offset: number, screenPx: number, [startPx, lengthPx]: [number, number]) => {
    const start = offset * pixelRatio + startPx * scale
    const from = Math.max(0, Math.floor(start))
    const to = Math.min(Math.ceil(screenPx * pixelRatio), Math.ceil(start + lengthPx * scale))
    return { from, count: to - from, imagePx: startPx + (from - start) / scale }
  }
  const x = axis(viewport.offset.x, screen.widthPx, [canvas.x, canvas.width])
  const y = axis(viewport.offset.y, screen.heightPx, [canvas.y, canvas.height])
  if (x.count <= 0 || y.count <= 0) return undefined
  return { x: x.imagePx, y: y.imagePx, step: 1 / scale, widthPx: x.count, heightPx: y.count }
}

function sameView(a: MaskView, b: MaskView | undefined): boolean {
  return (
    b !== undefined &&
    a.x === b.x &&
    a.y === b.y &&
    a.step === b.step &&
    a.widthPx === b.widthPx &&
    a.heightPx === b.heightPx
  )
}

/** The hard lines drawn after `before`; `undefined` when it takes more to get from it to `now`. */
function strokesSince(
  before: readonly Stroke[],
  now: readonly Stroke[],
): readonly DrawnStroke[] | undefined {
  if (before.length > now.length) return undefined
  const last = before.length - 1
  if (last >= 0 && before[last] !== now[last]) return undefined
  const added = now.slice(before.length)
  const lines = added.filter(
    (stroke): stroke is DrawnStroke => 'points' in stroke && !isSoft(stroke),
  )
  return lines.length === added.length ? lines : undefined
}
