/** Keeps the records fresh: subscriptions, and a catch-up whenever events may have been missed. */
import { CONNECTION_STATE_CHANGE } from 'aws-amplify/data'
import { Hub } from 'aws-amplify/utils'
import { documentRecordSchema } from '#domain/document/document.ts'
import { generationSchema } from '#domain/generation/generation.ts'
import type { UserId } from '#domain/ids.ts'
import { withoutNulls } from '#domain/nulls.ts'
import { pictureSchema } from '#domain/picture/picture.ts'
import { client } from './client.ts'
import { linkState, linkStore, noteLink } from './link.ts'
import { catchUp, noteRemoved, noteSeen } from './records-cache.ts'

const firstRetryMs = 1000
const maxRetryMs = 30_000
/** Returning to the window refetches only when the last catch-up is this old. */
const focusStaleMs = 15_000

type Ended = () => void
type Stream = { subscribe(observer: object): { unsubscribe(): void } }

/**
 * Starts listening for a person's changes.
 * @returns a function that stops it
 */
export function startLive(owner: UserId): Ended {
  let stopSubscriptions: Ended = () => undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let retryMs = firstRetryMs
  let caughtUpAtMs = 0
  let isStopped = false

  const refresh = async () => {
    if (linkStore.getState().link.isCatchingUp || isStopped) return
    noteLink({ kind: 'catch-up', phase: 'began' })
    try {
      await catchUp(owner)
      caughtUpAtMs = Date.now()
      retryMs = firstRetryMs
      noteLink({ kind: 'catch-up', phase: 'done' })
    } catch {
      noteLink({ kind: 'catch-up', phase: 'failed' })
      again(() => void refresh())
    }
  }
  const again = (step: () => void) => {
    clearTimeout(retry)
    if (isStopped) return
    retry = setTimeout(step, retryMs)
    retryMs = Math.min(retryMs * 2, maxRetryMs)
  }
  const subscribe = () => {
    stopSubscriptions()
    stopSubscriptions = subscribeAll(() => again(subscribe))
  }
  const stopHub = Hub.listen('api', ({ payload }) => {
    if (payload.event !== CONNECTION_STATE_CHANGE) return
    const { connectionState } = payload.data as { connectionState: string }
    const wasOpen = linkStore.getState().link.isOpen
    const isOpen = connectionState === 'Connected'
    noteLink({ kind: 'socket', isOpen })
    if (isOpen && !wasOpen) void refresh()
  })
  const stopWindow = listenToWindow(() => {
    const isBehind = linkState(linkStore.getState().link) !== 'live'
    if (isBehind || Date.now() - caughtUpAtMs > focusStaleMs) void refresh()
  })
  subscribe()
  return () => {
    isStopped = true
    clearTimeout(retry)
    stopSubscriptions()
    stopHub()
    stopWindow()
  }
}

function subscribeAll(onError: Ended): Ended {
  const { Generation, Picture, Document } = client.models
  const listen = (stream: Stream, next: (record: unknown) => void) =>
    stream.subscribe({ next, error: onError })
  const seeGeneration = (record: unknown) => {
    const parsed = generationSchema.safeParse(withoutNulls(record))
    if (parsed.success) noteSeen('generations', [parsed.data])
  }
  const seePicture = (record: unknown) => {
    const parsed = pictureSchema.safeParse(withoutNulls(record))
    if (parsed.success) noteSeen('pictures', [parsed.data])
  }
  const seeDocument = (record: unknown) => {
    const parsed = documentRecordSchema.safeParse(withoutNulls(record))
    if (parsed.success) noteSeen('documents', [parsed.data])
  }
  const subscriptions = [
    listen(Generation.onCreate(), seeGeneration),
    listen(Generation.onUpdate(), seeGeneration),
    listen(Generation.onDelete(), (record) => noteRemoved('generations', idsOf(record))),
    listen(Picture.onCreate(), seePicture),
    listen(Picture.onUpdate(), seePicture),
    listen(Document.onCreate(), seeDocument),
    listen(Document.onUpdate(), seeDocument),
    listen(Document.onDelete(), (record) => noteRemoved('documents', idsOf(record))),
    listen(Picture.onDelete(), (record) => noteRemoved('pictures', idsOf(record))),
  ]
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe()
  }
}

function idsOf(record: unknown): string[] {
  const { id } = (record ?? {}) as { id?: unknown }
  return typeof id === 'string' ? [id] : []
}

function listenToWindow(onReturn: Ended): Ended {
  const handleNetwork = () => {
    noteLink({ kind: 'network', isOnline: navigator.onLine })
    if (navigator.onLine) onReturn()
  }
  const handleFocus = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) onReturn()
  }
  handleNetwork()
  addEventListener('online', handleNetwork)
  addEventListener('offline', handleNetwork)
  addEventListener('focus', handleFocus)
  document.addEventListener('visibilitychange', handleFocus)
  return () => {
    removeEventListener('online', handleNetwork)
    removeEventListener('offline', handleNetwork)
    removeEventListener('focus', handleFocus)
    document.removeEventListener('visibilitychange', handleFocus)
  }
}
