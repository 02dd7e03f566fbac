import type { ErrorCode } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { toAppError } from '../backend/errors.ts'
import { requestGeneration } from '../backend/generations.ts'
import { usePerson } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { say, sayText } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'
import { Failure } from './failure.tsx'
import { requestToRepeat } from './request-to-repeat.ts'
import { settle } from './reviews.ts'

/** A job that ended without results, until its reason was read. */
export function FailedJob({ generation }: { generation: Generation }) {
  const person = usePerson().data
  const code: ErrorCode =
    generation.errorCode ?? (generation.status === 'BLOCKED' ? 'BLOCKED_OUTPUT' : 'INTERNAL')
  const reason = sayText(
    generation.errorDetail ?? generation.outputs?.find((each) => each.reason)?.reason,
  )
  const handleRetry = async () => {
    if (!person) return
    try {
      await requestGeneration(person.id, requestToRepeat(generation))
      settle(generation.id)
    } catch (error) {
      showToast({
        id: `retry-${generation.id}`,
        text: say(toAppError(error).reason),
        tone: 'danger',
      })
    }
  }
  return (
    <Failure
      title={reason ?? t.jobs.statuses[generation.status]}
      code={code}
      onRetry={() => void handleRetry()}
      onDismiss={() => settle(generation.id)}
    />
  )
}
