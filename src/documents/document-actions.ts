/** What is done with documents as a whole; each says what it did, and how to take it back. */
import type { DocumentRecord } from '#domain/document/document.ts'
import type { DocumentId } from '#domain/ids.ts'
import { fetchDocument, sendRestoreDocuments, sendTrashDocuments } from '../backend/api.ts'
import { toAppError } from '../backend/errors.ts'
import { known, noteSeen } from '../backend/records-cache.ts'
import { removeSoon, undoMs } from '../backend/removal.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { showToast } from '../ui/toasts.tsx'
import type { Listed } from './document-list.ts'
import { documents } from './session.ts'

/** A copy of a document as it is now, under a name that says so. */
export async function duplicateDocument({ id, name }: Listed): Promise<void> {
  await orSay(id, async () => {
    const { sync } = documents()
    const history = await sync.read(id)
    if (!history) return showToast({ id, text: t.documents.notThere, tone: 'danger' })
    await sync.keep(history, t.documents.duplicateOf(name || t.documents.untitled))
    showToast({ id, text: t.documents.duplicated })
  })
}

/** Puts a document into the trash, from where it can be restored; one that only this device has goes. */
export async function trashDocument({ id, isOnlyHere }: Listed): Promise<void> {
  await orSay(id, async () => {
    const { local, sync } = documents()
    if (editorStore.getState().document.present.id === id)
      editorStore.getState().actions.closePicture()
    if (isOnlyHere) {
      await local.remove(id)
      return showToast({ id, text: t.documents.removedForGood })
    }
    // What is saved afterwards would take it out again.
    await sync.flush()
    await sendTrashDocuments([id])
    await see(id)
    const action = { label: t.undo, run: () => void restoreDocument(id) }
    showToast({ id, text: t.documents.removed, action })
  })
}

/** Gives a document another name. */
export async function renameDocument({ id }: Listed, name: string): Promise<void> {
  await orSay(id, () => documents().sync.rename(id, name))
}

/** Takes a document out of the trash. */
export async function restoreDocument(id: DocumentId): Promise<void> {
  await orSay(id, async () => {
    await sendRestoreDocuments([id])
    await see(id)
    showToast({ id, text: t.documents.restored })
  })
}

/** Removes a document of the trash for good, after a time to think. */
export function removeDocument({ id }: DocumentRecord): void {
  const takeBack = removeSoon('documents', [id], (error) => sayFailure(id, error))
  const action = { label: t.undo, run: takeBack }
  showToast({ id, text: t.documents.removedForGood, action, lastsMs: undoMs })
}

/** The event of a change comes by itself, but not to somebody whose link is down. */
async function see(id: DocumentId): Promise<void> {
  const record = await fetchDocument(id)
  if (record && !known('documents').removed[id]) noteSeen('documents', [record])
}

async function orSay(id: DocumentId, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    sayFailure(id, error)
  }
}

function sayFailure(id: DocumentId, error: unknown): void {
  const text = t.documents.failed(t.errors[toAppError(error).code])
  showToast({ id, text, tone: 'danger' })
}
