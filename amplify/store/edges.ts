import type { ModelCaller } from '../models/caller.ts'
import type { ModelRegistry } from '../models/model-registry.ts'
import type { Accounts } from './accounts.ts'
import type { Documents } from './documents.ts'
import type { ExportQueue } from './export-queue.ts'
import type { Exports } from './exports.ts'
import type { Generations } from './generations.ts'
import type { IngestQueue } from './ingest-queue.ts'
import type { JobQueue } from './job-queue.ts'
import type { Leavers } from './leavers.ts'
import type { ModelPace } from './model-pace.ts'
import type { ModelStates } from './model-states.ts'
import type { Objects } from './objects.ts'
import type { OpenJobs } from './open-jobs.ts'
import type { People } from './people.ts'
import type { Pictures } from './pictures.ts'
import type { UsageLedger } from './usage.ts'
import type { UsageRows } from './usage-rows.ts'

/** All that jobs are handed; each job names the few that it needs. */
export type Edges = {
  readonly generations: Generations
  readonly pictures: Pictures
  readonly exports: Exports
  readonly documents: Documents
  readonly objects: Objects
  readonly usage: UsageLedger
  readonly usageRows: UsageRows
  readonly queue: JobQueue
  readonly ingests: IngestQueue
  readonly exportQueue: ExportQueue
  readonly models: ModelCaller
  readonly modelStates: ModelStates
  readonly modelRegistry: ModelRegistry
  readonly pace: ModelPace
  readonly accounts: Accounts
  readonly people: People
  readonly leavers: Leavers
  readonly openJobs: OpenJobs
  /** Epoch milliseconds. */
  readonly now: () => number
  /** At least 0, below 1. */
  readonly random: () => number
}
