import { limitsOf } from '#domain/usage/limit-settings.ts'
import { quotaOf } from '#domain/usage/quota.ts'
import { limitKinds } from '#domain/usage/usage.ts'
import { runGeneration } from '../../jobs/run-generation.ts'
import { createBedrockCaller } from '../../models/bedrock.ts'
import { createLogger } from '../../observability/handle.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { factsOf } from '../../observability/job-facts.ts'
import { countJob, countWait } from '../../observability/metrics.ts'
import { observeModels } from '../../observability/observe-models.ts'
import { createJobQueue, jobMessageSchema } from '../../store/job-queue.ts'
import { createModelPace } from '../../store/model-pace.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const { settings, places } = readNeeds('runGeneration')

const logger = createLogger('run-generation')
const edges = {
  ...openStores(places),
  queue: createJobQueue(places.generationQueueUrl),
  models: observeModels(createBedrockCaller(settings), logger),
  pace: createModelPace(places.usageTable, {
    perMinute: quotaOf(settings.requestsPerMinute),
    now: Date.now,
    random: Math.random,
  }),
  random: Math.random,
}
const jobSettings = {
  ...settings,
  access: settings,
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
