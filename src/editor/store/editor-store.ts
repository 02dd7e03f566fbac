import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { emptyDocument, selectedLayer } from '../document/document.ts'
import { startHistory } from '../document/history.ts'
import { type Aim, aimOf } from './aim.ts'
import { documentActions } from './document-actions.ts'
import type { EditorState } from './editor-state.ts'
import { initialSession, sessionActions } from './session-actions.ts'

export type EditorStore = StoreApi<EditorState>

/** A new editor without a picture. `newId` names documents. */
export function createEditorStore(newId: () => string = () => crypto.randomUUID()): EditorStore {
  return createStore<EditorState>()((set, get) => ({
    document: startHistory(emptyDocument(newId())),
    jobs: { made: {}, pending: [] },
    session: initialSession,
    actions: { ...documentActions(set, get, newId), ...sessionActions(set, get) },
  }))
}

/** What is being done: what the selected layer is made by, else what was chosen. */
export function aimNow({ document: { present }, session }: EditorState): Aim {
  const layer = selectedLayer(present)
  return layer ? aimOf(layer.operation) : session.aim
}

/** The editor of this page. */
export const editorStore: EditorStore = createEditorStore()

/** What `selector` picks of the editor's state; draws again when that changes. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(editorStore, selector)
}
