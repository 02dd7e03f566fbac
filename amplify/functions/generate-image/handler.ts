import * as z from 'zod'
import { parseGenerationRequest } from '#domain/generation/request.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { acceptGeneration } from '../../jobs/accept-generation.ts'
import { resolver } from '../../observability/handle.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { environmentSchema, limitsEnvironment, limitsOf } from '../environment.ts'
import { openRate } from '../open-rate.ts'
import { openPeople, openStores, storesEnvironment } from '../open-stores.ts'

const environment = environmentSchema
  .pick({
    ...storesEnvironment,
    GENERATION_QUEUE_URL: true,
    USER_POOL_ID: true,
    MODEL_REGIONS: true,
    PREFERRED_MODELS: true,
    ALLOWED_RETIRED_MODELS: true,
    ...limitsEnvironment,
    LIFETIME_SECONDS: true,
    STORED_BYTES: true,
  })
  .parse(process.env)

const edges = {
  ...openStores(environment),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  people: openPeople(environment),
}
const settings = {
  access: {
    regions: environment.MODEL_REGIONS,
    preferred: environment.PREFERRED_MODELS,
    allowedRetired: environment.ALLOWED_RETIRED_MODELS,
  },
  limits: limitsOf(environment),
  lifetimeSeconds: environment.LIFETIME_SECONDS,
  maxStoredBytes: environment.STORED_BYTES,
}

const argumentsSchema = z.object({ id: generationIdSchema, request: z.unknown() })

export const handler = resolver(
  { name: 'generate-image', arguments: argumentsSchema, rate: openRate() },
  (call) => {
    const request = parseGenerationRequest(call.arguments.request)
    const asked = { owner: call.owner, id: call.arguments.id, request, requestId: call.requestId }
    return acceptGeneration(edges, settings, asked)
  },
)
