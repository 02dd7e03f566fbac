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

export const letterSchema = z.object({
  id: generationIdSchema,
  owner: z.string(),
  request: generationRequestSchema,
  createdAt: z.string(),
  /** WAITING for the picture's upload or the network; SENDING; REFUSED for good. */
  phase: z.enum(['WAITING', 'SENDING', 'REFUSED']),
  tries: z.int(),
  error: wireErrorSchema.optional(),
})

/** One request that the server has not yet accepted. */
export type Letter = z.infer<typeof letterSchema>

export interface OutboxEdges {
  readonly letters: LocalStore<Letter>
  /** Whether the request's picture can be named yet; throws when it never will be. */
  isPictureReady(letter: Letter): Promise<boolean>
  /** Makes sure that the request's mask is stored. */
  sendMask(letter: Letter): Promise<void>
  send(letter: Letter): Promise<Generation>
  /** Told of each accepted request. */
  onAccepted(generation: Generation): void
  /** Runs a step later; returns a function that prevents it. */
  later(step: () => void, delayMs: number): () => void
}

export interface Outbox {
  readonly store: StoreApi<{ readonly letters: Readonly<Record<string, Letter>> }>
  add(letter: Letter): Promise<void>
  /** Takes up the letters of an earlier visit. */
  resume(owner: string): Promise<void>
  /** Tries everything that waits now: the network is back, or a picture became ready. */
  wake(): void
  /** Sends a refused one again. */
  retry(id: GenerationId): Promise<void>
  discard(id: GenerationId): Promise<void>
}

/** Makes an outbox over these edges. */
export function createOutbox(edges: OutboxEdges): Outbox {
  const store = createStore<{ letters: Readonly<Record<string, Letter>> }>(() => ({ letters: {} }))
  const timers = new Map<string, () => void>()

  const keep = async (letter: Letter) => {
    store.setState(({ letters }) => ({ letters: { ...letters, [letter.id]: letter } }))
    await edges.letters.set(letter.id, letter)
  }
  const drop = async (id: GenerationId) => {
    timers.get(id)?.()
    timers.delete(id)
    store.setState(({ letters: { [id]: _gone, ...rest } }) => ({ letters: rest }))
    await edges.letters.remove(id)
  }
  const wait = async (letter: Letter, error: AppError | undefined) => {
    const tries = letter.tries + 1
    if (tries >= maxTries) return refuse(letter, error ?? tooLong())
    const { error: _old, ...rest } = letter
    await keep({ ...rest, phase: 'WAITING', tries, ...(error ? { error: error.toWire() } : {}) })
    const delayMs = Math.min(firstRetryMs * 2 ** Math.min(tries - 1, 6), maxRetryMs)
    timers.set(
      letter.id,
      edges.later(() => void deliver(letter.id), delayMs),
    )
  }
  const refuse = (letter: Letter, error: AppError) =>
    keep({ ...letter, phase: 'REFUSED', error: error.toWire() })

  const deliver = async (id: GenerationId): Promise<void> => {
    const letter = store.getState().letters[id]
    if (letter?.phase !== 'WAITING') return
    timers.get(id)?.()
    timers.delete(id)
    store.setState(({ letters }) => ({
      letters: { ...letters, [id]: { ...letter, phase: 'SENDING' } },
    }))
    try {
      if (!(await edges.isPictureReady(letter)))
        return await ifKept(letter, () => wait(letter, undefined))
      await edges.sendMask(letter)
      const generation = await edges.send(letter)
      edges.onAccepted(generation)
      await drop(id)
    } catch (thrown) {
      const error = toAppError(thrown)
      const mayArrive = error.code === 'OFFLINE' || error.code === 'UNAUTHENTICATED'
      await ifKept(letter, () => (mayArrive ? wait(letter, error) : refuse(letter, error)))
    }
  }
  /** A letter discarded while it was on its way stays discarded. */
  const ifKept = async (letter: Letter, step: () => Promise<void>) => {
    if (store.getState().letters[letter.id]) await step()
  }

  return {
    store,
    async add(letter) {
      await keep(letter)
      void deliver(letter.id)
    },
    async resume(owner) {
      for (const [, letter] of await edges.letters.all()) {
        if (letter.owner !== owner || store.getState().letters[letter.id]) continue
        await keep({ ...letter, phase: letter.phase === 'REFUSED' ? 'REFUSED' : 'WAITING' })
        void deliver(letter.id)
      }
    },
    wake() {
      for (const { id } of Object.values(store.getState().letters)) void deliver(id)
    },
    async retry(id) {
      const letter = store.getState().letters[id]
      if (!letter) return
      const { error: _old, ...rest } = letter
      await keep({ ...rest, phase: 'WAITING', tries: 0 })
      await deliver(id)
    },
    discard: drop,
  }
}

function tooLong(): AppError {
  return new AppError('TIMED_OUT', { key: 'pictureLate' })
}
