import { addedModels } from '#domain/model/added-models.ts'
import { modelsWith } from '#domain/model/catalogue.ts'
import { readEndpoints } from '#domain/model/endpoints.ts'
import { limitsOf } from '#domain/usage/limit-settings.ts'
import { quotaOf } from '#domain/usage/quota.ts'
import { limitKinds } from '#domain/usage/usage.ts'
import { runGeneration } from '../../jobs/run-generation.ts'
import { createBedrockCaller } from '../../models/bedrock.ts'
import { openBedrockClients } from '../../models/bedrock-client.ts'
import { callerByFamily } from '../../models/caller-by-family.ts'
import { createConverseCaller } from '../../models/converse/caller.ts'
import { createEndpointCaller } from '../../models/openai-images/caller.ts'
import { createLogger } from '../../observability/handle.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { factsOf } from '../../observability/job-facts.ts'
import { countJob, countWait } from '../../observability/metrics.ts'
import { observeModels } from '../../observability/observe-models.ts'
import { createJobQueue, jobMessageSchema } from '../../store/job-queue.ts'
import { createModelPace } from '../../store/model-pace.ts'
import { createSecrets } from '../../store/secrets.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const { settings, places } = readNeeds('runGeneration')

const endpoints = readEndpoints(settings.imageEndpoints)
const own = addedModels(settings)
const models = modelsWith(own)
const logger = createLogger('run-generation')
const clients = openBedrockClients(settings)
const invoking = createBedrockCaller(clients, settings)
const callers = callerByFamily({
  AMAZON: invoking,
  STABILITY: invoking,
  CONVERSE: createConverseCaller(clients, settings),
  OPENAI_IMAGES: createEndpointCaller({
    endpoints,
    keyOf: createSecrets(places.secretPaths, Date.now),
    onLoopback: settings.endpointsOnLoopback,
    modelSeconds: settings.modelSeconds,
  }),
})
const edges = {
  ...openStores(places, models),
  queue: createJobQueue(places.generationQueueUrl),
  models: observeModels(callers, logger),
  pace: createModelPace(places.usageTable, {
    perMinute: quotaOf(settings.requestsPerMinute, models),
    now: Date.now,
    random: Math.random,
  }),
  random: Math.random,
}
const jobSettings = {
  ...settings,
  access: { ...settings, own },
  limits: limitsOf(limitKinds, settings),
  isGuarded: settings.guardrailIdentifier !== '',
}

export const handler = queueHandler('run-generation', async ({ body, receiptHandle }) => {
  const message = jobMessageSchema.parse(body)
  const end = await runGeneration(edges, jobSettings, message)
  const facts = { tries: message.tries, turns: message.turns }
  if (end.kind === 'LATER') {
    await edges.queue.hide(receiptHandle, end.seconds)
    return { again: true, facts }
  }
  const { generation: job } = end
  if (job?.finishedAt && !end.isRepeat) countJob(job)
  else if (job?.status === 'WAITING') countWait(job)
  return { again: false, facts: { ...facts, ...factsOf(job) } }
})
