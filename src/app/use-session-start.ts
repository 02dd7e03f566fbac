import { useEffect, useState } from 'react'
import type { UserId } from '#domain/ids.ts'
import { outbox } from '../backend/generations.ts'
import type { Person } from '../backend/kept-person.ts'
import { keepRecords } from '../backend/kept-records.ts'
import { startLive } from '../backend/live.ts'
import { usePictures } from '../backend/queries.ts'
import { known, queryClient } from '../backend/records-cache.ts'
import { currentPerson } from '../backend/session.ts'
import { isPictureThere, resumeUploads, retryLostUploads, uploadStore } from '../backend/uploads.ts'
import { isJobNamed, startDocuments } from '../documents/session.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { clearPicks, dropPicks, restorePicks } from '../generate/picks.ts'

let lastUserId: UserId | undefined

/**
 * Finds out who is signed in, and empties what this page holds of somebody else who was before.
 * @throws AppError OFFLINE or UNAUTHENTICATED
 */
export async function admitPerson(): Promise<Person> {
  const person = await currentPerson()
  if (lastUserId !== undefined && lastUserId !== person.id) {
    queryClient.clear()
    uploadStore.setState({ uploads: {} })
    outbox.store.setState({ queued: {} })
    editorStore.getState().actions.closePicture()
    clearPicks()
  }
  lastUserId = person.id
  queryClient.setQueryData(['person'], person)
  return person
}

/**
 * Brings a session back: the document as it was left, uploads and requests that were on their way,
 * and the live link.
 * @returns whether the document is there; it is drawn only then
 */
export function useSessionStart(id: UserId): boolean {
  const pictures = usePictures().records
  const [isReady, setIsReady] = useState(false)
  useEffect(() => {
    const stopKeeping = keepRecords(id)
    const stopLive = startLive(id)
    const { ready, stop: stopDocuments } = startDocuments(id)
    // What cannot be read back is started afresh rather than kept from opening at all.
    void ready.catch(() => undefined).then(() => setIsReady(true))
    void resumeUploads(id)
    void outbox.resume(id, isJobNamed)
    void restorePicks(id, isPictureThere)
    const handleOnline = () => {
      retryLostUploads()
      outbox.wake()
    }
    addEventListener('online', handleOnline)
    return () => {
      stopKeeping()
      stopLive()
      stopDocuments()
      removeEventListener('online', handleOnline)
    }
  }, [id])
  useEffect(() => {
    // A picture may have become ready that a request waits for.
    if (pictures.length > 0) outbox.wake()
    dropPicks((id) => known('pictures').removed[id] === true)
  }, [pictures])
  return isReady
}
