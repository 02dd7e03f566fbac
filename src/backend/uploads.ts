/** Uploads on their way. A picture opens from local bytes; a reload resumes what was interrupted. */

import * as z from 'zod'
import { createStore, useStore } from 'zustand'
import { AppError } from '#domain/errors.ts'
import { type PictureId, pictureIdOf, pictureIdSchema, type UserId } from '#domain/ids.ts'
import type { Message } from '#domain/message/message.ts'
import { readMessageText } from '#domain/message/text.ts'
import { originalKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { titleOf } from '#domain/picture/picture.ts'
import { fetchPicture } from './api.ts'
import { assetCache } from './asset-cache.ts'
import { toAppError } from './errors.ts'
import { checkImage } from './image-file.ts'
import { openLocalStore } from './local-store.ts'
import { uploadObject } from './objects.ts'
import { known, noteSeen } from './records-cache.ts'

/** After the last byte the record is asked for now and then, in case its event was missed. */
const askAgainMs = 2500
const maxAsks = 48

const pendingSchema = z.object({
  owner: z.string(),
  pictureId: pictureIdSchema,
  key: z.string(),
  mime: z.string(),
  fileName: z.string(),
})

type Pending = z.infer<typeof pendingSchema>

/** One upload as shown: `progress` from 0 to 1 while SENDING. */
export type Upload = Pending & {
  readonly phase: 'SENDING' | 'PROCESSING' | 'FAILED' | 'REJECTED'
  readonly progress: number
  readonly error?: Pick<AppError, 'code' | 'reason'>
}

/** A file that is on its way. With a size it can be opened at once: its bytes are on this device. */
export type LocalPicture = {
  readonly pictureId: PictureId
  readonly key: string
  readonly title: string
  readonly size?: { readonly widthPx: number; readonly heightPx: number }
}

const pendingUploads = openLocalStore('repaint-uploads', pendingSchema)
const aborts = new Map<string, AbortController>()

export const uploadStore = createStore<{ uploads: Readonly<Record<string, Upload>> }>(() => ({
  uploads: {},
}))

/** The uploads that are not done, by picture id. */
export function useUploads(): Readonly<Record<string, Upload>> {
  return useStore(uploadStore, (state) => state.uploads)
}

/**
 * Takes a file in: checks it, keeps its bytes on this device and starts the upload behind.
 * @throws AppError INVALID_IMAGE with a plain reason, when the file cannot be taken
 */
export async function addPicture(owner: UserId, file: File): Promise<LocalPicture> {
  const { mime, sha256, size } = await checkImage(file)
  const pictureId = await pictureIdOf(owner, sha256)
  const key = originalKey(owner, sha256, mime)
  const pending = { owner, pictureId, key, mime, fileName: file.name }
  await assetCache.put(key, file, { isPinned: true })
  await pendingUploads.set(pictureId, pending)
  void send(pending, file)
  return { pictureId, key, title: titleOf(file.name), ...(size && { size }) }
}

/** Goes on with what a reload interrupted. */
export async function resumeUploads(owner: UserId): Promise<void> {
  for (const [, pending] of await pendingUploads.all()) {
    if (pending.owner === owner) await retryUpload(pending)
  }
}

/** Sends an upload again from the bytes kept on this device. */
export async function retryUpload(pending: Pending): Promise<void> {
  const blob = await assetCache.get(pending.key)
  if (blob) await send(pending, blob)
  else await forget(pending)
}

/**
 * Waits until the backend has taken a file in.
 * @returns `undefined` when it was rejected, or the upload was given up
 */
export function takenIn(id: PictureId): Promise<Picture | undefined> {
  return new Promise((resolve) => {
    let stop = () => {}
    const look = () => {
      const upload = uploadStore.getState().uploads[id]
      // A failed one may be sent again.
      if (upload && upload.phase !== 'REJECTED') return
      stop()
      const picture = known('pictures').byId[id]
      resolve(upload === undefined && picture?.status === 'READY' ? picture : undefined)
    }
    stop = uploadStore.subscribe(look)
    look()
  })
}

/** Stops an upload, or takes a failed or rejected one off the list. */
export async function cancelUpload(upload: Upload): Promise<void> {
  aborts.get(upload.pictureId)?.abort()
  await forget(upload)
}

/** Sends again what the lost network stopped; called when it is back. */
export function retryLostUploads(): void {
  for (const upload of Object.values(uploadStore.getState().uploads)) {
    if (upload.error?.code === 'OFFLINE') void retryUpload(upload)
  }
}

/** Whether a picture exists or is on its way; one that cannot be asked about counts as there. */
export async function isPictureThere(id: PictureId): Promise<boolean> {
  try {
    return (await pendingUploads.get(id)) !== undefined || (await fetchPicture(id)) !== undefined
  } catch {
    return true
  }
}

async function send(pending: Pending, blob: Blob): Promise<void> {
  if (aborts.has(pending.pictureId)) return
  const abort = new AbortController()
  aborts.set(pending.pictureId, abort)
  show({ ...pending, phase: 'SENDING', progress: 0 })
  try {
    const { key, mime, fileName } = pending
    const onProgress = (progress: number) => show({ ...pending, phase: 'SENDING', progress })
    const isThere = (await settledPicture(pending.pictureId)) !== undefined
    if (!isThere) {
      await uploadObject({ key, blob, mime, fileName, onProgress, signal: abort.signal })
    }
    show({ ...pending, phase: 'PROCESSING', progress: 1 })
    await finish(pending, abort.signal)
  } catch (thrown) {
    const { code, reason } = toAppError(thrown)
    if (!abort.signal.aborted) {
      show({ ...pending, phase: 'FAILED', progress: 0, error: { code, reason } })
    }
  } finally {
    aborts.delete(pending.pictureId)
  }
}

/** Waits until the backend has looked at the picture, by event or by asking. */
async function finish(pending: Pending, signal: AbortSignal): Promise<void> {
  for (let asks = 0; asks < maxAsks && !signal.aborted; asks += 1) {
    const picture = await settledPicture(pending.pictureId)
    if (picture?.status === 'READY') return forget(pending)
    if (picture?.status === 'REJECTED') {
      const { reason: text } = picture
      const reason: Message = text ? readMessageText(text) : { key: 'pictureNotTaken' }
      return show({
        ...pending,
        phase: 'REJECTED',
        progress: 1,
        error: { code: 'INVALID_IMAGE', reason },
      })
    }
    await new Promise((resolve) => setTimeout(resolve, askAgainMs))
  }
  if (!signal.aborted) throw new AppError('TIMED_OUT', { key: 'pictureSlow' })
}

async function settledPicture(id: PictureId): Promise<Picture | undefined> {
  const heard = known('pictures').byId[id]
  const picture = heard && heard.status !== 'PROCESSING' ? heard : await fetchPicture(id)
  if (picture) noteSeen('pictures', [picture])
  return picture?.status === 'PROCESSING' ? undefined : picture
}

async function forget(pending: Pending): Promise<void> {
  await pendingUploads.remove(pending.pictureId)
  await assetCache.unpin(pending.key)
  uploadStore.setState(({ uploads }) => {
    const { [pending.pictureId]: _gone, ...rest } = uploads
    return { uploads: rest }
  })
}

function show(upload: Upload): void {
  uploadStore.setState(({ uploads }) => ({
    uploads: { ...uploads, [upload.pictureId]: upload },
  }))
}
