import { AppError, unreachable } from '#domain/errors.ts'
import { failedWith } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type Limits, limitReached } from '#domain/usage/usage.ts'
import type { Edges } from '../store/edges.ts'
import { endGeneration } from './end-generation.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'now'>

/**
 * Lets a queued job go: reserves its quota once, then sends its message. Safe to repeat, which is
 * how an accepted job that a crash left without either gets both.
 * @throws AppError QUOTA_EXCEEDED when a limit is reached, CONFLICT when its id was counted for an
 *   earlier job; it is then FAILED. UNAUTHENTICATED when its owner’s account was deleted
 */
export async function enqueue(
  edges: Needed,
  generation: Generation,
  limits: Limits,
): Promise<void> {
  const reservation = await edges.usage.reserveOnce(generation, limits)
  switch (reservation.kind) {
    case 'RESERVED':
      return edges.queue.send(generation)
    case 'REFUSED':
      throw await failed(edges, generation, limitReached(reservation.limit, generation.createdAt))
    case 'USED':
      return settledMeanwhile(edges, generation)
    case 'LEFT':
      throw accountDeleted()
    default:
      return unreachable(reservation)
  }
}

/** An id names one job for as long as its mark is there, though the record may be gone. */
export function idUsed(): AppError {
  return new AppError('CONFLICT', { key: 'idUsed' }, { field: 'id' })
}

/** @returns the refusal of all that makes or costs anything, to a token that outlived its account */
export function accountDeleted(): AppError {
  return new AppError('UNAUTHENTICATED', { key: 'accountDeleted' })
}

/** Settled since it was read, it needs no message; otherwise an earlier job of its id was counted. */
async function settledMeanwhile(edges: Needed, generation: Generation): Promise<void> {
  const current = await edges.generations.get(generation.id)
  if (current && current.revision !== generation.revision) return
  throw await failed(edges, generation, idUsed())
}

async function failed(edges: Needed, generation: Generation, error: AppError): Promise<AppError> {
  await endGeneration(edges, generation, { ending: failedWith(error) })
  return error
}
