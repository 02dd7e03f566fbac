import { AppError } from '#domain/errors.ts'
import { type Ending, endingChange } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { Edges } from '../store/edges.ts'
import { changeRecord } from './change-record.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'now'>

type End = {
  readonly ending: Ending
  /** Whether the job may still end this way, e.g. whether its worker still holds it. */
  readonly still?: (current: Generation) => boolean
  /**
   * Whether the caller works on the job, so that nobody else knows what it cost: then it settles a
   * job that was removed meanwhile. Otherwise its worker does, or who removed it.
   */
  readonly isWorker?: boolean
}

/**
 * Ends a job, whatever revision it has by now, and gives back the quota that it did not use.
 * A job that ended already keeps its end.
 * @returns the record as it ended, or `undefined` when it is gone or may not end this way
 */
export async function endGeneration(
  edges: Needed,
  seen: Generation,
  { ending, still = () => true, isWorker = false }: End,
): Promise<Generation | undefined> {
  const ended = await changeRecord(edges.generations, seen, (current) =>
    isFinal(current.status) || !still(current)
      ? undefined
      : endingChange(current, ending, edges.now()),
  )
  if (!ended) {
    if (isWorker) await edges.usage.settle({ ...seen, ...costOf(ending) })
    return undefined
  }
  if (!isFinal(ended.status)) return undefined
  await edges.usage.settle(ended)
  return ended
}

function costOf(ending: Ending): Pick<Generation, 'costMicros' | 'outputs'> {
  if (ending.kind !== 'OUTPUTS') return { costMicros: 0, outputs: [] }
  return { costMicros: ending.costMicros, outputs: [...ending.outputs] }
}

/** @throws AppError NOT_FOUND, the same for a job of somebody else as for none */
export function noSuchJob(): AppError {
  return new AppError('NOT_FOUND', { key: 'jobUnknown' }, { field: 'id' })
}
