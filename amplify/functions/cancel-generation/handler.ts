import * as z from 'zod'
import { generationIdSchema } from '#domain/ids.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { cancelGeneration } from '../../jobs/cancel-generation.ts'
import { resolver } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { createUsageLedger } from '../../store/usage.ts'
import { openRate } from '../open-rate.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('cancelGeneration')
const { places } = told

const api = createDataApi(places)
const edges = {
  generations: createGenerations(api),
  usage: createUsageLedger(places.usageTable, { now: Date.now, models: catalogue }),
  queue: createJobQueue(places.generationQueueUrl),
  now: Date.now,
}

export const handler = resolver(
  {
    name: 'cancel-generation',
    arguments: z.object({ id: generationIdSchema }),
    rate: openRate(told),
  },
  (call) => cancelGeneration(edges, call.owner, call.arguments.id),
)
