import * as z from 'zod'
import { generationIdSchema } from '#domain/ids.ts'
import { addedModels } from '#domain/model/added-models.ts'
import { modelsWith } from '#domain/model/catalogue.ts'
import { parseGenerationRequest } from '#domain/operation/request.ts'
import { limitsOf } from '#domain/usage/limit-settings.ts'
import { limitKinds } from '#domain/usage/usage.ts'
import { acceptGeneration } from '../../jobs/accept-generation.ts'
import { resolver } from '../../observability/handle.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { openRate } from '../open-rate.ts'
import { openPeople, openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('generateImage')
const { places } = told

const own = addedModels(told.settings)
const edges = {
  ...openStores(places, modelsWith(own)),
  queue: createJobQueue(places.generationQueueUrl),
  people: openPeople(places),
}
const limits = limitsOf(limitKinds, told.settings)
const settings = { ...told.settings, access: { ...told.settings, own }, limits }

const argumentsSchema = z.object({ id: generationIdSchema, request: z.unknown() })

export const handler = resolver(
  { name: 'generate-image', arguments: argumentsSchema, rate: openRate(told) },
  (call) => {
    const request = parseGenerationRequest(call.arguments.request)
    const asked = { owner: call.owner, id: call.arguments.id, request, requestId: call.requestId }
    return acceptGeneration(edges, settings, asked)
  },
)
