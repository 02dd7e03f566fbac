import * as z from 'zod'
import { pictureIdSchema } from '#domain/ids.ts'
import { removePictures } from '../../jobs/remove-pictures.ts'
import { resolver } from '../../observability/handle.ts'
import { openRate } from '../open-rate.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('removePictures')
const { places } = told

const edges = openStores(places)

/** One answer can be waited for this many. */
const maxIds = 100

export const handler = resolver(
  {
    name: 'remove-pictures',
    arguments: z.object({ ids: z.array(pictureIdSchema).max(maxIds) }),
    rate: openRate(told),
  },
  (call) => removePictures(edges, call.owner, call.arguments.ids),
)
