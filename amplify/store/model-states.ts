import * as z from 'zod'
import type { ModelId } from '#domain/model/card.ts'
import { type ModelState, modelStateSchema } from '#domain/model/state.ts'
import type { DataApi } from './data-api.ts'
import { createRecords } from './records.ts'
import { recordFields } from './selection.ts'

export interface ModelStates {
  all(): Promise<readonly ModelState[]>
  /** Models that are retired, as known within the last minute. */
  foundRetired(): Promise<ReadonlySet<ModelId>>
  /** Writes down that a call found a model gone. */
  retire(model: ModelId): Promise<void>
  /** Writes down what Bedrock says of a model, unless somebody else just did. */
  save(state: Omit<ModelState, 'revision'>): Promise<void>
}

const remembersMs = 60_000
const fields = recordFields(modelStateSchema)
/** More than the catalogue has. */
const maxModels = 200

/** States behind the data API, so that everybody who looks at the app hears of a change. */
export function createModelStates(api: DataApi, now: () => number): ModelStates {
  const records = createRecords(api, { name: 'ModelState', schema: modelStateSchema })
  let remembered:
    | { readonly at: number; readonly retired: Promise<ReadonlySet<ModelId>> }
    | undefined

  const all = async () => {
    const document = `query All { listModelStates(limit: ${maxModels}) { items { ${fields} } } }`
    const found = await api.run(document, {})
    return z.object({ items: z.array(modelStateSchema) }).parse(found).items
  }
  const readRetired = async () => {
    const states = await all()
    return new Set(states.filter(({ status }) => status === 'RETIRED').map(({ id }) => id))
  }
  const save = async (state: Omit<ModelState, 'revision'>) => {
    const known = await records.get(state.id)
    if (!known) await records.create({ ...state, revision: 1 })
    else await records.update(known, { legacyAt: null, endOfLifeAt: null, ...state })
    remembered = undefined
  }
  return {
    all,
    save,
    async foundRetired() {
      if (remembered && now() - remembered.at < remembersMs) return remembered.retired
      const retired = readRetired()
      remembered = { at: now(), retired }
      // What could not be read is not remembered.
      retired.catch(() => {
        remembered = undefined
      })
      return retired
    },
    async retire(model) {
      const known = await records.get(model)
      if (known?.status === 'RETIRED') return
      const checkedAt = new Date(now()).toISOString()
      await save({ ...known, id: model, status: 'RETIRED', checkedAt })
    },
  }
}
