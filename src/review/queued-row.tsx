import X from 'lucide-react/icons/x'
import { cancelQueued, outbox } from '../backend/generations.ts'
import type { QueuedRequest } from '../backend/outbox.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { IconButton } from '../ui/button.tsx'
import { Failure } from './failure.tsx'
import { JobRow } from './job-row.tsx'

/** A request that the server has not accepted yet, or has refused. */
export function QueuedRow({ entry }: { entry: QueuedRequest }) {
  const { request, error, phase } = entry
  const prompt = 'prompt' in request ? request.prompt : undefined
  if (phase === 'REFUSED' && error) {
    return (
      <Failure
        title={say(error.reason)}
        code={error.code}
        onRetry={() => void outbox.retry(entry.id)}
        onDismiss={() => void cancelQueued(entry)}
      />
    )
  }
  const waiting = error ? t.jobs.waitingForNetwork : t.jobs.waitingForUpload
  const isFirstTry = entry.tries === 0
  return (
    <JobRow
      operation={request.operation}
      prompt={prompt}
      since={entry.createdAt}
      status={isFirstTry ? t.jobs.sending : waiting}
    >
      <IconButton label={t.jobs.cancel} size="small" onClick={() => void cancelQueued(entry)}>
        <X size={15} />
      </IconButton>
    </JobRow>
  )
}
