import { mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { Edges } from '../store/edges.ts'
import { isHeld } from './cancel-generation.ts'
import { endGeneration } from './end-generation.ts'

/**
 * Settles a job whose record is about to be removed. A worker that holds it finds it gone, stores
 * nothing and settles what it cost; what a model may have been paid for before counts in full, since
 * nobody will look any more at what came of it.
 */
export async function letGo(
  edges: Pick<Edges, 'generations' | 'usage' | 'now'>,
  seen: Generation,
): Promise<void> {
  if (isFinal(seen.status)) return
  // It may come from an index, which lags behind.
  const generation = await edges.generations.get(seen.id)
  const now = edges.now()
  if (!generation || isFinal(generation.status) || isHeld(generation, now)) return
  if (mayHavePaid(generation)) return edges.usage.settleWhole(generation)
  // A worker may have claimed it since it was read: then it is that worker's.
  const still = (current: Generation) => !isHeld(current, now) && !mayHavePaid(current)
  await endGeneration(edges, generation, { ending: { kind: 'CANCELLED' }, still })
}
