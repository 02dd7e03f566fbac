import type * as z from 'zod'
import { createAccounts } from '../store/accounts.ts'
import { createDataApi } from '../store/data-api.ts'
import type { Edges } from '../store/edges.ts'
import { createGenerations } from '../store/generations.ts'
import { createLeavers } from '../store/leavers.ts'
import { createModelStates } from '../store/model-states.ts'
import { createObjects } from '../store/objects.ts'
import { createPeople } from '../store/people.ts'
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

/** Who uses the deployment; the pool's id is its salt, being the deployment's own. */
export function openPeople(
  of: Pick<z.infer<typeof environmentSchema>, 'USAGE_TABLE' | 'USER_POOL_ID'>,
): Edges['people'] {
  const accounts = createAccounts(of.USER_POOL_ID)
  return createPeople({
    tableName: of.USAGE_TABLE,
    emailOf: (owner) => accounts.emailOf(owner),
    salt: of.USER_POOL_ID,
    now: Date.now,
  })
}

/** The records, objects and quota that most functions work on, and the clock that they share. */
export function openStores(
  environment: Environment,
): Pick<
  Edges,
  'generations' | 'pictures' | 'objects' | 'usage' | 'leavers' | 'modelStates' | 'now'
> {
  const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
  return {
    generations: createGenerations(api),
    pictures: createPictures(api),
    objects: createObjects(environment.BUCKET_NAME),
    modelStates: createModelStates(api, Date.now),
    leavers: createLeavers(environment.USAGE_TABLE),
    usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
    now: Date.now,
  }
}
