import { endingChange, mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { GenerationId, UserId } from '#domain/ids.ts'
import type { Edges } from '../store/edges.ts'
import { changeRecord } from './change-record.ts'
import { noSuchJob } from './end-generation.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'now'>

/**
 * Cancels a job. One that nothing was paid for ends at once unless a worker holds it. One that a
 * worker holds is asked to end, which it does before its next call of a model, and keeps what was
 * paid for by then; one that waits with something paid for gets a worker now, that finishes with
 * that. A job that ended already stays as it is.
 * @throws AppError NOT_FOUND, also for a job of somebody else
 */
export async function cancelGeneration(
  edges: Needed & Pick<Edges, 'queue'>,
  owner: UserId,
  id: GenerationId,
): Promise<Generation> {
  const changed = await askToEnd(edges, owner, id)
  const isWaiting = !isFinal(changed.status) && !isHeld(changed, edges.now())
  if (isWaiting) await edges.queue.send(changed)
  return changed
}

/** The same, except that what waits with something paid for is left to its own message. */
export async function askToEnd(
  edges: Needed,
  owner: UserId,
  id: GenerationId,
): Promise<Generation> {
  const seen = await edges.generations.get(id)
  if (seen?.owner !== owner) throw noSuchJob()
  const now = edges.now()
  const changed = await changeRecord(edges.generations, seen, (current) => {
    if (isFinal(current.status)) return undefined
    if (isHeld(current, now)) return current.cancelRequested ? undefined : { cancelRequested: true }
    // Its wait ends here, so that a message finds it free.
    if (mayHavePaid(current)) {
      return { cancelRequested: true, leaseUntil: new Date(now).toISOString() }
    }
    return endingChange(current, { kind: 'CANCELLED' }, now)
  })
  if (!changed) throw noSuchJob()
  if (isFinal(changed.status)) await edges.usage.settle(changed)
  return changed
}

/** Whether a worker is on it: only then may a result already be on its way. */
export function isHeld(generation: Generation, now: number): boolean {
  const { status, leaseUntil } = generation
  return status === 'RUNNING' && leaseUntil !== undefined && Date.parse(leaseUntil) > now
}
