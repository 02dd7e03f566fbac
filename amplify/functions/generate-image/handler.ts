import * as z from 'zod'
import { parseGenerationRequest } from '#domain/generation/request.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { acceptGeneration } from '../../jobs/accept-generation.ts'
import { resolver } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { createUsageLedger } from '../../store/usage.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema
  .pick({
    AWS_REGION: true,
    DATA_ENDPOINT: true,
    BUCKET_NAME: true,
    USAGE_TABLE: true,
    GENERATION_QUEUE_URL: true,
    ALLOWED_RETIRED_MODELS: true,
    DAILY_IMAGES: true,
    DAILY_COST_MICROS: true,
    LIFETIME_SECONDS: true,
  })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  generations: createGenerations(api),
  pictures: createPictures(api),
  objects: createObjects(environment.BUCKET_NAME),
  usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  now: Date.now,
}
const settings = {
  access: {
    region: environment.AWS_REGION,
    allowedRetired: environment.ALLOWED_RETIRED_MODELS,
  },
  limits: { images: environment.DAILY_IMAGES, costMicros: environment.DAILY_COST_MICROS },
  lifetimeSeconds: environment.LIFETIME_SECONDS,
}

const argumentsSchema = z.object({ id: generationIdSchema, request: z.unknown() })

export const handler = resolver('generate-image', argumentsSchema, (call) => {
  const request = parseGenerationRequest(call.arguments.request)
  const asked = { owner: call.owner, id: call.arguments.id, request, requestId: call.requestId }
  return acceptGeneration(edges, settings, asked)
})
