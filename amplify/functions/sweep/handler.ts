import { addedModels } from '#domain/model/added-models.ts'
import { modelsWith } from '#domain/model/catalogue.ts'
import { limitsOf } from '#domain/usage/limit-settings.ts'
import { limitKinds } from '#domain/usage/usage.ts'
import { sweep } from '../../jobs/sweep.ts'
import { createLogger, type Invocation, logged } from '../../observability/handle.ts'
import { countSwept } from '../../observability/metrics.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createJobQueue } from '../../store/job-queue.ts'
import { createOpenJobs } from '../../store/open-jobs.ts'
import { createUsageLedger } from '../../store/usage.ts'
import { createUsageRows } from '../../store/usage-rows.ts'
import { readNeeds } from '../read-needs.ts'

const { settings, places } = readNeeds('sweep')

const limits = limitsOf(limitKinds, settings)

const models = modelsWith(addedModels(settings))
const api = createDataApi(places)
const generations = createGenerations(api)
const edges = {
  generations,
  openJobs: createOpenJobs(places.generationTable, generations),
  usageRows: createUsageRows(api),
  usage: createUsageLedger(places.usageTable, { now: Date.now, models }),
  queue: createJobQueue(places.generationQueueUrl),
  now: Date.now,
}
const logger = createLogger('sweep')

export const handler = (_event: unknown, { awsRequestId: requestId }: Invocation): Promise<void> =>
  logged(logger, { requestId }, async () => {
    const { failures, ...facts } = await sweep(edges, { ...settings, limits })
    countSwept(facts)
    // Somebody has to hear of it, now that all others are swept.
    if (failures.length > 0) throw failures[0]
    return { result: undefined, facts }
  })
