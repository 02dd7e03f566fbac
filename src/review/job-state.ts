/** What became of the jobs of a layer. Pure: reads no store. */

import type { Generation } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { GenerationId } from '#domain/ids.ts'
import type { QueuedRequest } from '../backend/outbox.ts'
import type { KnownJob } from '../backend/queries.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { resultsOf } from './job-results.ts'

/** Where a job is: on its way, under way, done, without any result, or never sent. */
export type JobState =
  | { readonly kind: 'QUEUED'; readonly id: GenerationId; readonly entry: QueuedRequest }
  | { readonly kind: 'REFUSED'; readonly id: GenerationId; readonly entry: QueuedRequest }
  | { readonly kind: 'RUNNING'; readonly id: GenerationId; readonly generation: Generation }
  | { readonly kind: 'DONE'; readonly id: GenerationId; readonly generation: Generation }
  | { readonly kind: 'FAILED'; readonly id: GenerationId; readonly generation: Generation }
  | { readonly kind: 'UNSENT'; readonly id: GenerationId }
  | { readonly kind: 'UNKNOWN'; readonly id: GenerationId }

/** What is known of jobs: requests that the server has not accepted, and records. */
export type Sightings = {
  readonly queued: ReadonlyMap<GenerationId, QueuedRequest>
  readonly records: ReadonlyMap<GenerationId, KnownJob>
}

/** Where one job is. */
function jobState(id: GenerationId, { queued, records }: Sightings): JobState {
  const record = records.get(id)
  if (record && record !== 'NONE') {
    if (!isFinal(record.status)) return { kind: 'RUNNING', id, generation: record }
    const kind = resultsOf(record).length > 0 ? 'DONE' : 'FAILED'
    return { kind, id, generation: record }
  }
  const entry = queued.get(id)
  if (entry) return { kind: entry.phase === 'REFUSED' ? 'REFUSED' : 'QUEUED', id, entry }
  return { kind: record === 'NONE' ? 'UNSENT' : 'UNKNOWN', id }
}

/** What a layer says of its jobs. */
export type LayerJobs = {
  readonly states: readonly JobState[]
  /** Those that something may still come from. */
  readonly pending: readonly JobState[]
  /** The last job, where it ended without a result and nobody has dealt with that. */
  readonly failure: JobState | undefined
}

/** What became of a layer's jobs. A failure that was asked again after is dealt with. */
export function layerJobs(layer: DocumentLayer, sightings: Sightings): LayerJobs {
  const states = layer.jobs.map((id) => jobState(id, sightings))
  const last = states.at(-1)
  const isFailure = last && ['FAILED', 'REFUSED', 'UNSENT'].includes(last.kind)
  return {
    states,
    pending: states.filter(({ kind }) => kind === 'QUEUED' || kind === 'RUNNING'),
    failure: isFailure ? last : undefined,
  }
}
