import { checkModels } from '../../jobs/check-models.ts'
import { createModelRegistry } from '../../models/model-registry.ts'
import { createLogger, type Invocation, logged } from '../../observability/handle.ts'
import { countModels } from '../../observability/metrics.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createModelStates } from '../../store/model-states.ts'
import { readNeeds } from '../read-needs.ts'

const { settings, places } = readNeeds('checkModels')

const api = createDataApi(places)
const edges = {
  modelStates: createModelStates(api, Date.now),
  modelRegistry: createModelRegistry(settings.modelRegions),
  now: Date.now,
}
const logger = createLogger('check-models')

export const handler = (_event: unknown, { awsRequestId: requestId }: Invocation): Promise<void> =>
  logged(logger, { requestId }, async () => {
    const facts = await checkModels(edges, settings.allowedRetiredModels)
    countModels(facts)
    return { result: undefined, facts }
  })
