import * as z from 'zod'
import { generationIdSchema } from '#domain/ids.ts'
import { cancelGeneration } from '../../jobs/cancel-generation.ts'
import { resolver } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { createUsageLedger } from '../../store/usage.ts'
import { environmentSchema } from '../environment.ts'
import { openRate } from '../open-rate.ts'

const environment = environmentSchema
  .pick({ AWS_REGION: true, DATA_ENDPOINT: true, USAGE_TABLE: true, GENERATION_QUEUE_URL: true })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  generations: createGenerations(api),
  usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  now: Date.now,
}

export const handler = resolver(
  { name: 'cancel-generation', arguments: z.object({ id: generationIdSchema }), rate: openRate() },
  (call) => cancelGeneration(edges, call.owner, call.arguments.id),
)
