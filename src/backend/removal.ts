/** Removing with time to think: records leave the screen at once, the server a few seconds later. */
import { sendRemoveDocuments, sendRemoveGenerations, sendRemovePictures } from './api.ts'
import { type Kind, known, noteRemoved, noteRestored } from './records-cache.ts'

const send = {
  generations: sendRemoveGenerations,
  pictures: sendRemovePictures,
  documents: sendRemoveDocuments,
}

/** How long a removal can be taken back. */
export const undoMs = 6000

/**
 * Hides records now and removes them after `undoMs`; leaving the page removes them at once.
 * @param onFailure told when the server refused; the records are back then
 * @returns a function that takes the removal back, if it is not done yet
 */
export function removeSoon(
  kind: Kind,
  ids: readonly string[],
  onFailure: (error: unknown) => void,
): () => void {
  const records = ids.flatMap((id) => known(kind).byId[id] ?? [])
  const restore = () => noteRestored(kind, records as never)
  noteRemoved(kind, ids)
  const run = () => {
    settle()
    send[kind]([...ids]).catch((error: unknown) => {
      restore()
      onFailure(error)
    })
  }
  const timer = setTimeout(run, undoMs)
  const settle = () => {
    clearTimeout(timer)
    removeEventListener('pagehide', run)
  }
  addEventListener('pagehide', run)
  return () => {
    settle()
    restore()
  }
}
