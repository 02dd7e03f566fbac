import { useStore } from 'zustand'
import { AppError } from '#domain/errors.ts'
import { type GenerationId, generationIdSchema, type UserId } from '#domain/ids.ts'
import { maskLimits } from '#domain/mask/limits.ts'
import { maskKey } from '#domain/object-key.ts'
import {
  type GenerationRequest,
  picturesOf,
  type RequestFields,
} from '#domain/operation/request.ts'
import { sendCancel, sendGeneration } from './api.ts'
import { assetCache } from './asset-cache.ts'
import { openLocalStore } from './local-store.ts'
import { uploadObject } from './objects.ts'
import { createOutbox, type QueuedRequest, queuedRequestSchema } from './outbox.ts'
import { isPictureReady } from './picture-ready.ts'
import { noteSeen } from './records-cache.ts'

/** Requests that the server has not accepted yet. */
export const outbox = createOutbox({
  queued: openLocalStore('repaint-outbox', queuedRequestSchema),
  isPictureReady: arePicturesReady,
  sendMask,
  send: ({ id, request }) => sendGeneration(id, request),
  onAccepted: (generation) => noteSeen('generations', [generation]),
  later: (step, delayMs) => {
    const timer = setTimeout(step, delayMs)
    return () => clearTimeout(timer)
  },
})

/** The requests on their way, oldest first. */
export function useQueuedRequests(): readonly QueuedRequest[] {
  const queued = useStore(outbox.store, (state) => state.queued)
  return Object.values(queued).toSorted((one, other) =>
    one.createdAt.localeCompare(other.createdAt),
  )
}

/**
 * Keeps a mask on this device under its own key, ready to be sent with a request.
 * @param mask 8-bit greyscale PNG of the picture's size, white = edit
 * @throws AppError INVALID_MASK when it is larger than the server keeps
 */
export async function keepMask(owner: UserId, mask: Blob): Promise<string> {
  if (mask.size > maskLimits.maxBytes) {
    throw new AppError('INVALID_MASK', { key: 'maskTooDetailed' })
  }
  const digest = await crypto.subtle.digest('SHA-256', await mask.arrayBuffer())
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const key = maskKey(owner, hex)
  await assetCache.put(key, mask, { isPinned: true })
  return key
}

/** An id for a job that is about to be asked for. */
export function newGenerationId(): GenerationId {
  return generationIdSchema.parse(crypto.randomUUID())
}

/**
 * Keeps a request on this device under the id that its document is about to know it by.
 * @returns how to hand it over for delivery
 */
export async function holdRequest(
  owner: UserId,
  id: GenerationId,
  request: GenerationRequest,
): Promise<() => Promise<void>> {
  const createdAt = new Date().toISOString()
  const entry = { id, owner, request, createdAt, phase: 'WAITING', tries: 0 } as const
  await outbox.hold(entry)
  return () => outbox.add(entry)
}

/** Takes a request back; one that may have reached the server is cancelled there too. */
export async function cancelQueued(entry: QueuedRequest): Promise<void> {
  await outbox.discard(entry.id)
  if (entry.tries === 0 && entry.phase === 'WAITING') return
  // It may never have arrived: then there is nothing to cancel.
  await sendCancel(entry.id).then(
    (generation) => noteSeen('generations', [generation]),
    () => undefined,
  )
}

/** Asks a job to stop. @throws AppError */
export async function sendCancelled(id: GenerationId): Promise<void> {
  noteSeen('generations', [await sendCancel(id)])
}

/** Whether every picture that a request works from is there. */
async function arePicturesReady({ request }: QueuedRequest): Promise<boolean> {
  for (const id of picturesOf(request)) if (!(await isPictureReady(id))) return false
  return true
}

async function sendMask({ request }: QueuedRequest): Promise<void> {
  const { maskKey: key }: RequestFields = request
  if (!key) return
  const blob = await assetCache.get(key)
  // A mask without local bytes was sent before; the server says so if it was not.
  if (!blob) return
  await uploadObject({ key, blob, mime: 'image/png' })
  await assetCache.unpin(key)
}
