import { quotaOf } from '#domain/usage/quota.ts'
import { runGeneration } from '../../jobs/run-generation.ts'
import { createBedrockCaller } from '../../models/bedrock.ts'
import { createLogger } from '../../observability/handle.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { factsOf } from '../../observability/job-facts.ts'
import { countJob, countWait } from '../../observability/metrics.ts'
import { observeModels } from '../../observability/observe-models.ts'
import { createJobQueue, jobMessageSchema } from '../../store/job-queue.ts'
import { createModelPace } from '../../store/model-pace.ts'
import { environmentSchema, limitsEnvironment, limitsOf } from '../environment.ts'
import { openStores, storesEnvironment } from '../open-stores.ts'

const environment = environmentSchema
  .pick({
    ...storesEnvironment,
    GENERATION_QUEUE_URL: true,
    ALLOWED_RETIRED_MODELS: true,
    REQUESTS_PER_MINUTE: true,
    ...limitsEnvironment,
    LEASE_SECONDS: true,
    MODEL_SECONDS: true,
    MODEL_REGIONS: true,
    PREFERRED_MODELS: true,
    RUN_SECONDS: true,
    GUARDRAIL_IDENTIFIER: true,
    GUARDRAIL_VERSION: true,
    BACKOFF_SECONDS: true,
    BACKOFF_CAP_SECONDS: true,
  })
  .parse(process.env)

const logger = createLogger('run-generation')
const guardrail = guardrailOf(environment)
const edges = {
  ...openStores(environment),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  models: observeModels(
    createBedrockCaller({
      timeoutSeconds: environment.MODEL_SECONDS,
      regions: environment.MODEL_REGIONS,
      guardrail,
    }),
    logger,
  ),
  pace: createModelPace(environment.USAGE_TABLE, {
    perMinute: quotaOf(environment.REQUESTS_PER_MINUTE),
    now: Date.now,
    random: Math.random,
  }),
  random: Math.random,
}
const settings = {
  access: {
    regions: environment.MODEL_REGIONS,
    preferred: environment.PREFERRED_MODELS,
    allowedRetired: environment.ALLOWED_RETIRED_MODELS,
  },
  limits: limitsOf(environment),
  modelSeconds: environment.MODEL_SECONDS,
  runSeconds: environment.RUN_SECONDS,
  isGuarded: guardrail !== undefined,
  leaseSeconds: environment.LEASE_SECONDS,
  backoffSeconds: environment.BACKOFF_SECONDS,
  backoffCapSeconds: environment.BACKOFF_CAP_SECONDS,
}

function guardrailOf(
  given: Pick<typeof environment, 'GUARDRAIL_IDENTIFIER' | 'GUARDRAIL_VERSION'>,
) {
  const { GUARDRAIL_IDENTIFIER: identifier, GUARDRAIL_VERSION: version } = given
  return identifier === '' ? undefined : { identifier, version }
}

export const handler = queueHandler('run-generation', async ({ body, receiptHandle }) => {
  const message = jobMessageSchema.parse(body)
  const end = await runGeneration(edges, settings, message)
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
