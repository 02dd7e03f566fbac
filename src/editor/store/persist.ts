import { get, set } from 'idb-keyval'
import type { EditorDocument } from '../document/document.ts'
import { type EditorStore, editorStore } from './editor-store.ts'
import { readHistory, storeHistory } from './stored-history.ts'

/** Where this user's document is in IndexedDB. */
function keyOf(userId: string): string {
  return `editor:${userId}`
}

/** Writes what there is, of the session under way; nothing while there is none. */
let writeNow: () => Promise<void> = async () => undefined

/**
 * Saves the document as it is now, and waits for that. Where storage is full or denied, it is over at
 * once: work goes on without.
 */
export async function whenSaved(): Promise<void> {
  await writeNow().catch(() => undefined)
}

/**
 * Saves the document with its undo steps after every change, one write at a time: what changes
 * during a write is in the next one. The page going away starts a last write at once.
 * @returns how to stop; what was changed until then is still saved
 */
export function startPersisting(store: EditorStore, userId: string): () => void {
  let saved = store.getState().document
  let isWriting = false
  const write = async (): Promise<void> => {
    const history = store.getState().document
    if (history === saved) return
    await set(keyOf(userId), storeHistory(history))
    saved = history
  }
  const save = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    try {
      while (store.getState().document !== saved) await write()
    } catch {
      // The disk is full or storage is denied: the work is still on the page, the next change tries
      // again. Trying again at once would only fail again.
    } finally {
      isWriting = false
    }
  }
  /** Does not wait for a write under way: IndexedDB does them in order, and there is no later. */
  const flush = () => void write().catch(() => undefined)
  const handleHide = () => {
    if (document.visibilityState === 'hidden') flush()
  }
  writeNow = write
  const unsubscribe = store.subscribe((state, before) => {
    if (state.document !== before.document) void save()
  })
  window.addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', handleHide)
  return () => {
    unsubscribe()
    writeNow = async () => undefined
    window.removeEventListener('pagehide', flush)
    document.removeEventListener('visibilitychange', handleHide)
    flush()
  }
}

/**
 * Loads what `startPersisting` saved for this user into the store, with its undo steps.
 * @returns the document that is open now; `undefined` (and an untouched store) when nothing readable
 * is stored
 */
export async function restore(
  userId: string,
  store: EditorStore = editorStore,
): Promise<EditorDocument | undefined> {
  // Storage that cannot be opened (private mode, a broken profile) holds nothing to restore.
  const stored: unknown = await get(keyOf(userId)).catch(() => undefined)
  const history = readHistory(stored)
  if (!history) return undefined
  store.getState().actions.loadHistory(history)
  return history.present
}
