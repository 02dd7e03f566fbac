import { failedWith } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type Limits, limitReached } from '#domain/usage/usage.ts'
import type { Edges } from '../store/edges.ts'
import { endGeneration } from './end-generation.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'now'>

/**
 * Lets a queued job go: reserves its quota once, then sends its message. Safe to repeat, which is
 * how an accepted job that a crash left without either gets both.
 * @throws AppError QUOTA_EXCEEDED when a limit is reached; the job is then FAILED
 */
export async function enqueue(
  edges: Needed,
  generation: Generation,
  limits: Limits,
): Promise<void> {
  const reservation = await edges.usage.reserveOnce(generation, limits)
  if (reservation.kind === 'REFUSED') {
    const error = limitReached(reservation.limit, generation.createdAt)
    await endGeneration(edges, generation, { ending: failedWith(error) })
    throw error
  }
  await edges.queue.send(generation)
}
