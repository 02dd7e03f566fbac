import type { Generation, GenerationChange } from '#domain/generation/generation.ts'
import type { Edges } from '../../store/edges.ts'
import { changeRecord } from '../change-record.ts'

/** A job that this worker claimed, with its record as it was seen last. */
export interface HeldJob {
  current(): Generation
  /**
   * Writes down what happens next and makes the lease anew.
   * @returns whether it was written: not when the job was cancelled, removed or given to another
   */
  note(change: GenerationChange): Promise<boolean>
}

/** @param leaseSeconds for how long each note keeps other workers out */
export function holdJob(
  edges: Pick<Edges, 'generations' | 'now'>,
  claimed: Generation,
  leaseSeconds: number,
): HeldJob {
  let current = claimed
  return {
    current: () => current,
    async note(change) {
      const leaseUntil = new Date(edges.now() + leaseSeconds * 1_000).toISOString()
      const seen = await changeRecord(edges.generations, current, (latest) =>
        isHeldBy(latest, claimed) && !latest.cancelRequested
          ? { ...change, leaseUntil }
          : undefined,
      )
      current = seen ?? current
      return seen !== undefined && isHeldBy(seen, claimed) && !seen.cancelRequested
    },
  }
}

/** Whether the worker that claimed a job this way still holds it. */
export function isHeldBy(current: Generation, claimed: Generation): boolean {
  return current.status === 'RUNNING' && current.attempt === claimed.attempt
}
