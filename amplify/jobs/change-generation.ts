import { AppError } from '#domain/errors.ts'
import type { Generation, GenerationChange } from '#domain/generation/generation.ts'
import type { Generations } from '../store/generations.ts'

/** More writers than this at once on one job means that something is broken. */
const maxTries = 8

/**
 * Reads, decides, writes if nobody was faster, and else begins again.
 * @param decide what to change in the record as it is now; `undefined` leaves it
 * @returns the record as it is afterwards, `undefined` when it is gone
 * @throws AppError INTERNAL when others keep being faster
 */
export async function changeGeneration(
  generations: Pick<Generations, 'get' | 'change'>,
  seen: Generation,
  decide: (current: Generation) => GenerationChange | undefined,
): Promise<Generation | undefined> {
  let current: Generation | undefined = seen
  for (let tries = 0; tries < maxTries; tries += 1) {
    const change = decide(current)
    if (!change) return current
    const changed: Generation | undefined = await generations.change(current, change)
    if (changed) return changed
    current = await generations.get(seen.id)
    if (!current) return undefined
  }
  throw new AppError('INTERNAL', 'The job is being changed by too many at once.')
}
