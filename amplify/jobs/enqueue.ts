import { AppError } from '#domain/errors.ts'
import { failedWith } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { DailyLimits } from '#domain/usage/usage.ts'
import type { Edges } from '../store/edges.ts'
import { endGeneration } from './end-generation.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'now'>

/**
 * Lets a queued job go: reserves its quota once, then sends its message. Safe to repeat, which is
 * how an accepted job that a crash left without either gets both.
 * @throws AppError QUOTA_EXCEEDED when the day's limits are reached; the job is then FAILED
 */
export async function enqueue(
  edges: Needed,
  generation: Generation,
  limits: DailyLimits,
): Promise<void> {
  if ((await edges.usage.reserveOnce(generation, limits)) === 'REFUSED') {
    const error = quotaExceeded()
    await endGeneration(edges, generation, { ending: failedWith(error) })
    throw error
  }
  await edges.queue.send(generation)
}

export function quotaExceeded(): AppError {
  return new AppError('QUOTA_EXCEEDED', 'Today’s limit of images is reached. It is new tomorrow.')
}
