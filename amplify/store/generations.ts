import { AppError } from '#domain/errors.ts'
import {
  type Generation,
  type GenerationChange,
  generationSchema,
} from '#domain/generation/generation.ts'
import { canBecome } from '#domain/generation/status.ts'
import type { GenerationId, UserId } from '#domain/ids.ts'
import type { DataApi } from './data-api.ts'
import { createRecords, type Page } from './records.ts'

export interface Generations {
  get(id: GenerationId): Promise<Generation | undefined>
  /** @returns what is stored: the new record, or the one that had this id already */
  createOnce(generation: Generation): Promise<Generation>
  /**
   * Changes a record as it was read; the revision grows by one.
   * @returns the record afterwards, or `undefined` when somebody else changed it first
   * @throws AppError INTERNAL for a change of status that the table of transitions does not know
   */
  change(seen: Generation, change: GenerationChange): Promise<Generation | undefined>
  /** @returns whether there was such a record */
  remove(id: GenerationId): Promise<boolean>
  byOwner(owner: UserId, cursor?: string): Promise<Page<Generation>>
}

/** Generations behind the data API, so that every write reaches its subscribers. */
export function createGenerations(api: DataApi): Generations {
  const records = createRecords(api, {
    name: 'Generation',
    schema: generationSchema,
  })
  return {
    get: (id) => records.get(id),
    async createOnce(generation) {
      const created = await records.create(generation)
      const existing = created ?? (await records.get(generation.id))
      // Reads may lag behind the write that just refused ours: the client sends it again.
      if (!existing) throw new AppError('INTERNAL', 'The job is just being written. Try again.')
      return existing
    },
    async change(seen, change) {
      if (change.status && !canBecome(seen.status, change.status)) {
        throw new AppError('INTERNAL', `A job cannot go from ${seen.status} to ${change.status}.`)
      }
      return records.update(seen, change)
    },
    remove: (id) => records.remove(id),
    byOwner: (owner, cursor) => records.page('generationsByOwner', { owner }, cursor),
  }
}
