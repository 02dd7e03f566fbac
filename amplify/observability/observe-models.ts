import type { Logger } from '@aws-lambda-powertools/logger'
import type { ModelCaller } from '../models/caller.ts'
import { countDenied, countModelCall } from './metrics.ts'

/** The same caller; each call is also one line of the log and counted. Never its words or bytes. */
export function observeModels(models: ModelCaller, logger: Logger): ModelCaller {
  return {
    async invoke(model, body, job) {
      const startedAt = performance.now()
      const answer = await models.invoke(model, body, job)
      const durationMs = Math.round(performance.now() - startedAt)
      const outcome = answer.kind === 'ANSWERED' ? 'ANSWERED' : answer.failure.code
      logger.info('call model', {
        correlationId: job,
        model: model.id,
        outcome,
        durationMs,
        ...(answer.kind === 'FAILED' && { provider: answer.log }),
      })
      if (answer.kind === 'FAILED' && answer.failure.reason.key === 'modelNotAllowed') countDenied()
      countModelCall({ model: model.id, outcome, durationMs })
      return answer
    },
  }
}
