import * as z from 'zod'
import { type AccessToday, type ModelAccess, modelAccessSchema } from '#domain/model/access.ts'
import type { ModelState } from '#domain/model/state.ts'

const outputsSchema = z.object({ custom: z.object({ models: modelAccessSchema }) })

/** Until the backend has said so: what a deployment without settings may call. */
let access: ModelAccess = { regions: ['us-west-2'], preferred: [], allowedRetired: [] }

/** Models that were found gone when they were called. */
let foundRetired: ReadonlySet<string> = new Set()

/** Remembers what the backend wrote about itself; outputs that say nothing change nothing. */
export function noteDeployment(outputs: unknown): void {
  const parsed = outputsSchema.safeParse(outputs)
  if (parsed.success) access = parsed.data.custom.models
}

/** @returns what this deployment may call today, as the server sees it when it routes a request */
export function accessToday(): AccessToday {
  return { ...access, foundRetired, today: new Date().toISOString().slice(0, 10) }
}

/** Remembers which models are gone, so that no form offers them. */
export function noteModelStates(states: readonly ModelState[]): void {
  const gone = states.filter(({ status }) => status === 'RETIRED')
  foundRetired = new Set(gone.map(({ id }) => id))
}
