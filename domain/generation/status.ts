import * as z from 'zod'

const statuses = [
  'QUEUED',
  'RUNNING',
  'WAITING',
  'SUCCEEDED',
  'PARTIAL',
  'BLOCKED',
  'FAILED',
  'CANCELLED',
] as const
export const statusSchema = z.enum(statuses)
export type Status = z.infer<typeof statusSchema>

/** The one table of what may follow what; a final status has no successor. */
export const transitions = {
  QUEUED: ['RUNNING', 'WAITING', 'FAILED', 'CANCELLED'],
  RUNNING: ['RUNNING', 'WAITING', 'SUCCEEDED', 'PARTIAL', 'BLOCKED', 'FAILED', 'CANCELLED'],
  WAITING: ['RUNNING', 'WAITING', 'SUCCEEDED', 'PARTIAL', 'BLOCKED', 'FAILED', 'CANCELLED'],
  SUCCEEDED: [],
  PARTIAL: [],
  BLOCKED: [],
  FAILED: [],
  CANCELLED: [],
} as const satisfies Record<Status, readonly Status[]>

/** Whether nothing more will happen to a job in this status. */
export function isFinal(status: Status): boolean {
  return transitions[status].length === 0
}

/** Whether a job may go from one status to the other. */
export function canBecome(from: Status, to: Status): boolean {
  return (transitions[from] as readonly Status[]).includes(to)
}

/**
 * Joins two sightings of the same record: the higher `revision` wins, so events that come late,
 * doubled or out of order all end in the same state.
 */
export function newer<T extends { revision: number }>(known: T | undefined, seen: T): T {
  return known === undefined || seen.revision > known.revision ? seen : known
}
