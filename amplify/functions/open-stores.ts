import type { ModelCard } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { createAccounts } from '../store/accounts.ts'
import { createDataApi } from '../store/data-api.ts'
import { createDocuments } from '../store/documents.ts'
import type { Edges } from '../store/edges.ts'
import { createExports } from '../store/exports.ts'
import { createGenerations } from '../store/generations.ts'
import { createLeavers } from '../store/leavers.ts'
import { createModelStates } from '../store/model-states.ts'
import { createObjects } from '../store/objects.ts'
import { createPeople } from '../store/people.ts'
import { createPictures } from '../store/pictures.ts'
import { createUsageLedger } from '../store/usage.ts'
import type { Place } from './needs.ts'

type Places<P extends Place> = Readonly<Record<P, string>>

/** Who uses the deployment; the pool's id is its salt, being the deployment's own. */
export function openPeople({
  usageTable,
  userPoolId,
}: Places<'usageTable' | 'userPoolId'>): Edges['people'] {
  const accounts = createAccounts(userPoolId)
  return createPeople({
    tableName: usageTable,
    emailOf: (owner) => accounts.emailOf(owner),
    salt: userPoolId,
    now: Date.now,
  })
}

/**
 * The records, objects and quota that most functions work on, and the clock that they share.
 * @param models those that this deployment knows, for functions that reserve their prices
 */
export function openStores(
  places: Places<'dataEndpoint' | 'bucketName' | 'usageTable'> & { readonly region: string },
  models: readonly ModelCard[] = catalogue,
): Pick<
  Edges,
  | 'generations'
  | 'pictures'
  | 'exports'
  | 'documents'
  | 'objects'
  | 'usage'
  | 'leavers'
  | 'modelStates'
  | 'now'
> {
  const api = createDataApi(places)
  return {
    generations: createGenerations(api),
    pictures: createPictures(api),
    exports: createExports(api),
    documents: createDocuments(api),
    objects: createObjects(places.bucketName),
    modelStates: createModelStates(api, Date.now),
    leavers: createLeavers(places.usageTable),
    usage: createUsageLedger(places.usageTable, { now: Date.now, models }),
    now: Date.now,
  }
}
