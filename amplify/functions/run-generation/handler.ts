import { runGeneration } from '../../jobs/run-generation.ts'
import { createBedrockCaller } from '../../models/bedrock.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createJobQueue, jobMessageSchema } from '../../store/job-queue.ts'
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
    LEASE_SECONDS: true,
    MODEL_SECONDS: true,
    BACKOFF_SECONDS: true,
    BACKOFF_CAP_SECONDS: true,
  })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  generations: createGenerations(api),
  pictures: createPictures(api),
  objects: createObjects(environment.BUCKET_NAME),
  usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  models: createBedrockCaller(environment.MODEL_SECONDS),
  now: Date.now,
  random: Math.random,
}
const settings = {
  leaseSeconds: environment.LEASE_SECONDS,
  backoffSeconds: environment.BACKOFF_SECONDS,
  backoffCapSeconds: environment.BACKOFF_CAP_SECONDS,
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
