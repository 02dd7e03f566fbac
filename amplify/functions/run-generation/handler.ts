import { runGeneration } from '../../jobs/run-generation.ts'
import { createBedrockCaller } from '../../models/bedrock.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createJobQueue, jobMessageSchema } from '../../store/job-queue.ts'
import { environmentSchema } from '../environment.ts'
import { openStores, storesEnvironment } from '../open-stores.ts'

const environment = environmentSchema
  .pick({
    ...storesEnvironment,
    GENERATION_QUEUE_URL: true,
    LEASE_SECONDS: true,
    MODEL_SECONDS: true,
    MODEL_REGIONS: true,
    GUARDRAIL_IDENTIFIER: true,
    GUARDRAIL_VERSION: true,
    BACKOFF_SECONDS: true,
    BACKOFF_CAP_SECONDS: true,
  })
  .parse(process.env)

const edges = {
  ...openStores(environment),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  models: createBedrockCaller({
    timeoutSeconds: environment.MODEL_SECONDS,
    regions: environment.MODEL_REGIONS,
    guardrail: guardrailOf(environment),
  }),
  random: Math.random,
}
const settings = {
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
  const facts = { generationId: message.id, tries: message.tries }
  if (end.kind === 'LATER') {
    await edges.queue.hide(receiptHandle, end.seconds)
    return { again: true, facts }
  }
  const { generation: job } = end
  return {
    again: false,
    facts: {
      ...facts,
      status: job?.status,
      errorCode: job?.errorCode,
      attempt: job?.attempt,
      modelUsed: job?.modelUsed,
      queueMs: job?.queueMs,
      modelMs: job?.modelMs,
      totalMs: job?.totalMs,
      outputBytes: job?.outputBytes,
      costMicros: job?.costMicros,
    },
  }
})
