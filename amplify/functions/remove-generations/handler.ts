import * as z from 'zod'
import { generationIdSchema } from '#domain/ids.ts'
import { removeGenerations } from '../../jobs/remove-generations.ts'
import { resolver } from '../../observability/handle.ts'
import { openRate } from '../open-rate.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('removeGenerations')
const { places } = told

const edges = openStores(places)

/** One answer can be waited for this many. */
const maxIds = 100

export const handler = resolver(
  {
    name: 'remove-generations',
    arguments: z.object({ ids: z.array(generationIdSchema).max(maxIds) }),
    rate: openRate(told),
  },
  (call) => removeGenerations(edges, call.owner, call.arguments.ids),
)
