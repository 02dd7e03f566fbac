/** The stroke under the pointer, kept on this device: a page that dies takes the last moment of it at most. */
import * as z from 'zod'
import type { UserId } from '#domain/ids.ts'
import { openLocalStore } from '../backend/local-store.ts'
import { paintedStrokes } from '../editor/document/document.ts'
import { layerIdSchema } from '../editor/document/layer.ts'
import { type DrawnStroke, drawnStrokeSchema } from '../editor/document/stroke.ts'
import type { EditorStore } from '../editor/store/editor-store.ts'
import { strokeHeardBy } from '../editor/store/stroke-in-hand.ts'
import { whenSaved } from '../editor/store/when-saved.ts'

const keepEveryMs = 300

const strokes = openLocalStore(
  'repaint-strokes-in-hand',
  z.object({ layerId: layerIdSchema.nullable(), stroke: drawnStrokeSchema }),
)

/** Keeps what is being drawn, several times a second. @returns how to stop */
export function keepStrokesInHand(owner: UserId, store: EditorStore): () => void {
  let drawn: { readonly key: string; readonly letGo: () => void } | undefined
  let latest: DrawnStroke | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    timer = undefined
    if (!drawn || !latest) return
    const layerId = store.getState().document.present.selected
    // Its points grow in place; a full disk costs no more than this stroke.
    void strokes
      .set(drawn.key, { layerId, stroke: { ...latest, points: [...latest.points] } })
      .catch(() => undefined)
  }
  const end = () => {
    clearTimeout(timer)
    timer = undefined
    const ended = drawn
    drawn = undefined
    if (!ended) return
    // First it is in the document.
    void whenSaved()
      .then(() => strokes.remove(ended.key))
      .catch(() => undefined)
      .finally(ended.letGo)
  }
  return strokeHeardBy((stroke) => {
    latest = stroke
    if (!stroke) return end()
    const key = keyOf(owner, store.getState().document.present.id)
    drawn ??= { key, letGo: holdLock(key) }
    timer ??= setTimeout(keep, keepEveryMs)
  })
}

/** Puts the stroke into the open document that was drawn on it when its page died. */
export async function recoverStroke(owner: UserId, store: EditorStore): Promise<void> {
  const { id } = store.getState().document.present
  const key = keyOf(owner, id)
  const kept = await strokes.get(key)
  // Another tab is drawing it.
  if (!kept || (await isLocked(key))) return
  await strokes.remove(key)
  const { document, actions } = store.getState()
  const { present } = document
  if (present.id !== id || present.selected !== kept.layerId) return
  const isThere = paintedStrokes(present).some((each) => goesOn(each, kept.stroke))
  if (!isThere) actions.commitStroke(kept.stroke)
}

/** Whether a stroke is the other one, drawn to its end. */
function goesOn(stroke: object, begun: DrawnStroke): boolean {
  const { points = [] } = stroke as Partial<DrawnStroke>
  return (
    points.length >= begun.points.length && begun.points.every((at, index) => at === points[index])
  )
}

function keyOf(owner: UserId, documentId: string): string {
  return `${owner}:${documentId}`
}

/** Holds a lock, which ends with the page at the latest. @returns how to let it go */
function holdLock(key: string): () => void {
  let letGo = () => undefined as void
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  void navigator.locks.request(lockOf(key), { mode: 'shared' }, () => held)
  return letGo
}

async function isLocked(key: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === lockOf(key))
}

function lockOf(key: string): string {
  return `repaint-stroke:${key}`
}
