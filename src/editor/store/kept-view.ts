import * as z from 'zod'
import type { Viewport } from '#domain/frame/space.ts'
import { screenPoint, toImage } from '#domain/frame/space.ts'
import type { EditorState } from './editor-state.ts'
import type { EditorStore } from './editor-store.ts'

/** How the open document is looked at and painted on, for the next visit of this device. */

const storageKey = 'repaint.view'
const keepAfterMs = 500

const keptSchema = z.object({
  documentId: z.string(),
  /** What is in the middle of the screen, in pixels of the picture; without it, all is in sight. */
  middle: z.object({ x: z.number(), y: z.number(), scale: z.number().positive() }).optional(),
  brushRadiusPx: z.number().positive(),
  hardness: z.number().min(0).max(1),
  strength: z.number().min(0.01).max(1),
})
type Kept = z.infer<typeof keptSchema>

/** Keeps view and brush from now on. @returns how to stop */
export function keepView(store: EditorStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = store.subscribe(({ session }, before) => {
    const { viewport, brushRadiusPx, brush } = before.session
    const isSame =
      session.viewport === viewport &&
      session.brushRadiusPx === brushRadiusPx &&
      session.brush === brush
    if (isSame) return
    clearTimeout(timer)
    timer = setTimeout(() => write(store.getState()), keepAfterMs)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

/** Shows the open document as it was looked at last on this device, if that was this document. */
export function restoreView(store: EditorStore): void {
  const kept = readKept()
  const { document, actions } = store.getState()
  if (kept?.documentId !== document.present.id || !document.present.base) return
  actions.setBrushRadius(kept.brushRadiusPx)
  actions.setBrush({ hardness: kept.hardness, strength: kept.strength })
  const { middle } = kept
  if (middle) whenThereIsAScreen(store, () => look(store, middle))
}

function write({ document, session }: EditorState): void {
  const { viewport, screen, isFitted, brushRadiusPx, brush } = session
  if (!document.present.base || screen.widthPx === 0) return
  const { x, y } = toImage(screenPoint(screen.widthPx / 2, screen.heightPx / 2), viewport)
  const kept: Kept = {
    documentId: document.present.id,
    ...(!isFitted && { middle: { x, y, scale: viewport.scale } }),
    brushRadiusPx,
    ...brush,
  }
  localStorage.setItem(storageKey, JSON.stringify(kept))
}

function look(store: EditorStore, { x, y, scale }: NonNullable<Kept['middle']>): void {
  const { screen } = store.getState().session
  const offset = screenPoint(screen.widthPx / 2 - x * scale, screen.heightPx / 2 - y * scale)
  const viewport: Viewport = { scale, offset }
  store.setState(({ session }) => ({ session: { ...session, viewport, isFitted: false } }))
}

/** The canvas is drawn, and measured, only after the document is there. */
function whenThereIsAScreen(store: EditorStore, step: () => void): void {
  if (store.getState().session.screen.widthPx > 0) return step()
  const stop = store.subscribe(({ session }) => {
    if (session.screen.widthPx === 0) return
    stop()
    step()
  })
}

function readKept(): Kept | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null')).data
  } catch {
    return undefined
  }
}
