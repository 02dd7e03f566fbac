import * as z from 'zod'
import { pictureIdSchema } from '#domain/ids.ts'
import { removePictures } from '../../jobs/remove-pictures.ts'
import { resolver } from '../../observability/handle.ts'
import { environmentSchema } from '../environment.ts'
import { openRate } from '../open-rate.ts'
import { openStores, storesEnvironment } from '../open-stores.ts'

const environment = environmentSchema.pick(storesEnvironment).parse(process.env)

const edges = openStores(environment)

/** As many as one answer can be waited for. */
const maxIds = 100

export const handler = resolver(
  {
    name: 'remove-pictures',
    arguments: z.object({ ids: z.array(pictureIdSchema).max(maxIds) }),
    rate: openRate(),
  },
  (call) => removePictures(edges, call.owner, call.arguments.ids),
)
