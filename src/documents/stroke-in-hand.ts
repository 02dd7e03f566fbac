/** The stroke under the pointer, kept on this device: a page that dies takes the last moment of it at most. */
import * as z from 'zod'
import type { UserId } from '#domain/ids.ts'
import { openLocalStore } from '../backend/local-store.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import type { History } from '../editor/document/history.ts'
import { layerIdSchema } from '../editor/document/layer.ts'
import { type DrawnStroke, drawnStrokeSchema, type Stroke } from '../editor/document/stroke.ts'
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
  // Whoever has the lock is drawing it, or recovers it.
  await navigator.locks.request(lockOf(key), { ifAvailable: true }, async (lock) => {
    const kept = lock && (await strokes.get(key))
    const { document, actions } = store.getState()
    if (!kept || document.present.id !== id) return
    if (!wasCommitted(document, kept.stroke)) {
      actions.select(kept.layerId)
      if (store.getState().document.present.selected === kept.layerId) {
        actions.commitStroke(kept.stroke)
      }
    }
    await whenSaved()
    await strokes.remove(key)
  })
}

/** Whether the stroke came to its end, and was perhaps asked for with its region, or undone, since. */
function wasCommitted(history: History<EditorDocument>, begun: DrawnStroke): boolean {
  const strokes = new Set<Stroke>()
  for (const { strokes: drafted, layers } of [
    ...history.past,
    history.present,
    ...history.future,
  ]) {
    for (const each of [drafted, ...layers.map((layer) => layer.strokes)].flat()) strokes.add(each)
  }
  return [...strokes].some((stroke) => goesOn(stroke, begun))
}

/** Whether a stroke is the other one, drawn to its end. */
function goesOn(stroke: Stroke, begun: DrawnStroke): boolean {
  if (!('points' in stroke)) return false
  const { points } = stroke
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

function lockOf(key: string): string {
  return `repaint-stroke:${key}`
}
