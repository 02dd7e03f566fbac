import { checkModels } from '../../jobs/check-models.ts'
import { createModelRegistry } from '../../models/model-registry.ts'
import { createLogger, type Invocation, logged } from '../../observability/handle.ts'
import { countModels } from '../../observability/metrics.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createModelStates } from '../../store/model-states.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema
  .pick({
    AWS_REGION: true,
    DATA_ENDPOINT: true,
    MODEL_REGIONS: true,
    ALLOWED_RETIRED_MODELS: true,
  })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  modelStates: createModelStates(api, Date.now),
  modelRegistry: createModelRegistry(environment.MODEL_REGIONS),
  now: Date.now,
}
const logger = createLogger('check-models')

export const handler = (_event: unknown, { awsRequestId: requestId }: Invocation): Promise<void> =>
  logged(logger, { requestId }, async () => {
    const facts = await checkModels(edges, environment.ALLOWED_RETIRED_MODELS)
    countModels(facts)
    return { result: undefined, facts }
  })
