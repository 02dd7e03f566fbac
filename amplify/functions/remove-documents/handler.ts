import * as z from 'zod'
import { documentIdSchema } from '#domain/ids.ts'
import { removeDocuments } from '../../jobs/remove-documents.ts'
import { resolver } from '../../observability/handle.ts'
import { openRate } from '../open-rate.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('removeDocuments')
const { places } = told

const edges = openStores(places)

/** One answer can be waited for this many. */
const maxIds = 100

export const handler = resolver(
  {
    name: 'remove-documents',
    arguments: z.object({ ids: z.array(documentIdSchema).max(maxIds) }),
    rate: openRate(told),
  },
  (call) => removeDocuments(edges, call.owner, call.arguments.ids),
)
