import type * as z from 'zod'
import { createDataApi } from '../store/data-api.ts'
import type { Edges } from '../store/edges.ts'
import { createGenerations } from '../store/generations.ts'
import { createModelStates } from '../store/model-states.ts'
import { createObjects } from '../store/objects.ts'
import { createPictures } from '../store/pictures.ts'
import { createUsageLedger } from '../store/usage.ts'
import type { environmentSchema } from './environment.ts'

/** What `openStores` needs of the environment. */
export const storesEnvironment = {
  AWS_REGION: true,
  DATA_ENDPOINT: true,
  BUCKET_NAME: true,
  USAGE_TABLE: true,
} as const

type Environment = Pick<z.infer<typeof environmentSchema>, keyof typeof storesEnvironment>

/** The records, objects and quota that most functions work on, and the clock that they share. */
export function openStores(
  environment: Environment,
): Pick<Edges, 'generations' | 'pictures' | 'objects' | 'usage' | 'modelStates' | 'now'> {
  const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
  return {
    generations: createGenerations(api),
    pictures: createPictures(api),
    objects: createObjects(environment.BUCKET_NAME),
    modelStates: createModelStates(api, Date.now),
    usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
    now: Date.now,
  }
}
