/**
 * Requests on their way to the server. Each carries its own id, so that sending it again is
 * harmless; it is kept until the server has answered, across reloads and lost connections.
 */
import * as z from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AppError, wireErrorSchema } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type GenerationId, generationIdSchema } from '#domain/ids.ts'
import { generationRequestSchema } from '#domain/operation/request.ts'
import { toAppError } from './errors.ts'
import type { LocalStore } from './local-store.ts'

const firstRetryMs = 1500
const maxRetryMs = 30_000
const maxTries = 40
const maxHeldMs = 3_600_000

export const queuedRequestSchema = z.object({
  id: generationIdSchema,
  owner: z.string(),
  request: generationRequestSchema,
  createdAt: z.string(),
  /**
   * HELD until a document names it; WAITING for the picture's upload or the network; SENDING; REFUSED
   * for good.
   */
  phase: z.enum(['HELD', 'WAITING', 'SENDING', 'REFUSED']),
  tries: z.int(),
  error: wireErrorSchema.optional(),
})

/** One request that the server has not yet accepted. */
export type QueuedRequest = z.infer<typeof queuedRequestSchema>

/** Requests that were not accepted yet, by their id. */
type Queue = { readonly queued: Readonly<Record<string, QueuedRequest>> }

export interface OutboxEdges {
  readonly queued: LocalStore<QueuedRequest>
  /** Whether the request's picture can be named yet; throws when it never will be. */
  isPictureReady(entry: QueuedRequest): Promise<boolean>
  /** Makes sure that the request's mask is stored. */
  sendMask(entry: QueuedRequest): Promise<void>
  send(entry: QueuedRequest): Promise<Generation>
  /** Told of each accepted request. */
  onAccepted(generation: Generation): void
  /** Runs a step later; returns a function that prevents it. */
  later(step: () => void, delayMs: number): () => void
}

export interface Outbox {
  readonly store: StoreApi<Queue>
  /** Keeps a request on this device, before a document names it. It is not sent. */
  hold(entry: QueuedRequest): Promise<void>
  /** Sends a request, which may have been held. */
  add(entry: QueuedRequest): Promise<void>
  /**
   * Takes up the requests of an earlier visit.
   * @param isNamed whether a document names a job: one that was held then was on its way
   */
  resume(owner: string, isNamed: (id: GenerationId) => Promise<boolean>): Promise<void>
  /** Tries everything that waits now: the network is back, or a picture became ready. */
  wake(): void
  /** Sends a refused one again. */
  retry(id: GenerationId): Promise<void>
  discard(id: GenerationId): Promise<void>
}

/** Makes an outbox over these edges. */
export function createOutbox(edges: OutboxEdges): Outbox {
  const store = createStore<Queue>(() => ({ queued: {} }))
  const timers = new Map<string, () => void>()

  const show = (entry: QueuedRequest) =>
    store.setState(({ queued }) => ({ queued: { ...queued, [entry.id]: entry } }))
  const keep = async (entry: QueuedRequest) => {
    show(entry)
    await edges.queued.set(entry.id, entry)
  }
  const drop = async (id: GenerationId) => {
    timers.get(id)?.()
    timers.delete(id)
    store.setState(({ queued: { [id]: _gone, ...rest } }) => ({ queued: rest }))
    await edges.queued.remove(id)
  }
  const wait = async (entry: QueuedRequest, error: AppError | undefined) => {
    const tries = entry.tries + 1
    if (tries >= maxTries) return refuse(entry, error ?? tooLong())
    const { error: _old, ...rest } = entry
    await keep({ ...rest, phase: 'WAITING', tries, ...(error ? { error: error.toWire() } : {}) })
    const delayMs = Math.min(firstRetryMs * 2 ** Math.min(tries - 1, 6), maxRetryMs)
    const stop = edges.later(() => void deliver(entry.id), delayMs)
    timers.set(entry.id, stop)
  }
  const refuse = (entry: QueuedRequest, error: AppError) =>
    keep({ ...entry, phase: 'REFUSED', error: error.toWire() })

  const deliver = async (id: GenerationId): Promise<void> => {
    const entry = store.getState().queued[id]
    if (entry?.phase !== 'WAITING') return
    timers.get(id)?.()
    timers.delete(id)
    show({ ...entry, phase: 'SENDING' })
    try {
      if (!(await edges.isPictureReady(entry)))
        return await ifKept(entry, () => wait(entry, undefined))
      await edges.sendMask(entry)
      const generation = await edges.send(entry)
      edges.onAccepted(generation)
      await drop(id)
    } catch (thrown) {
      const error = toAppError(thrown)
      const mayArrive = error.code === 'OFFLINE' || error.code === 'UNAUTHENTICATED'
      await ifKept(entry, () => (mayArrive ? wait(entry, error) : refuse(entry, error)))
    }
  }
  /** A request discarded while it was on its way stays discarded. */
  const ifKept = async (entry: QueuedRequest, step: () => Promise<void>) => {
    if (store.getState().queued[entry.id]) await step()
  }

  return {
    store,
    hold: (entry) => edges.queued.set(entry.id, { ...entry, phase: 'HELD' }),
    async add(entry) {
      // What a person sees on its way must outlast the page.
      await edges.queued.set(entry.id, entry)
      show(entry)
      void deliver(entry.id)
    },
    async resume(owner, isNamed) {
      for (const [, entry] of await edges.queued.all()) {
        if (entry.owner !== owner || store.getState().queued[entry.id]) continue
        const isOn = entry.phase !== 'HELD' || (await isNamed(entry.id))
        if (isOn) {
          await keep({ ...entry, phase: entry.phase === 'REFUSED' ? 'REFUSED' : 'WAITING' })
          void deliver(entry.id)
        } else if (isOld(entry)) await drop(entry.id)
      }
    },
    wake() {
      for (const { id } of Object.values(store.getState().queued)) void deliver(id)
    },
    async retry(id) {
      const entry = store.getState().queued[id]
      if (!entry) return
      const { error: _old, ...rest } = entry
      await keep({ ...rest, phase: 'WAITING', tries: 0 })
      await deliver(id)
    },
    discard: drop,
  }
}

/** Whether a held one is nobody's; a young one may be another tab's, whose document is about to be written. */
function isOld({ createdAt }: QueuedRequest): boolean {
  return Date.now() - Date.parse(createdAt) > maxHeldMs
}

function tooLong(): AppError {
  return new AppError('TIMED_OUT', { key: 'pictureLate' })
}
