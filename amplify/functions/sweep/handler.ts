import { sweep } from '../../jobs/sweep.ts'
import { createLogger, type Invocation, logged } from '../../observability/handle.ts'
import { countSwept } from '../../observability/metrics.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { createOpenJobs } from '../../store/open-jobs.ts'
import { createUsageLedger } from '../../store/usage.ts'
import { createUsageRows } from '../../store/usage-rows.ts'
import { environmentSchema, limitsEnvironment, limitsOf } from '../environment.ts'

const environment = environmentSchema
  .pick({
    AWS_REGION: true,
    DATA_ENDPOINT: true,
    USAGE_TABLE: true,
    GENERATION_TABLE: true,
    GENERATION_QUEUE_URL: true,
    LEASE_SECONDS: true,
    ...limitsEnvironment,
  })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const generations = createGenerations(api)
const edges = {
  generations,
  openJobs: createOpenJobs(environment.GENERATION_TABLE, generations),
  usageRows: createUsageRows(api),
  usage: createUsageLedger(environment.USAGE_TABLE, Date.now),
  queue: createJobQueue(environment.GENERATION_QUEUE_URL),
  now: Date.now,
}
const settings = {
  leaseSeconds: environment.LEASE_SECONDS,
  limits: limitsOf(environment),
}
const logger = createLogger('sweep')

export const handler = (_event: unknown, { awsRequestId: requestId }: Invocation): Promise<void> =>
  logged(logger, { requestId }, async () => {
    const facts = await sweep(edges, settings)
    countSwept(facts)
    return { result: undefined, facts }
  })
