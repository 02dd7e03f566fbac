import * as z from 'zod'
import { generationIdSchema } from '#domain/ids.ts'
import { removeGenerations } from '../../jobs/remove-generations.ts'
import { resolver } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { createUsageLedger } from '../../store/usage.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema
  .pick({ AWS_REGION: true, DATA_ENDPOINT: true, BUCKET_NAME: true, USAGE_TABLE: true })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  generations: createGenerations(api),
  pictures: createPictures(api),
  objects: createObjects(environment.BUCKET_NAME),
  usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
  now: Date.now,
}

/** As many as one answer can be waited for. */
const mostIds = 100

export const handler = resolver(
  'remove-generations',
  z.object({ ids: z.array(generationIdSchema).max(mostIds) }),
  (call) => removeGenerations(edges, call.owner, call.arguments.ids),
)
