import X from 'lucide-react/icons/x'
import type { Generation } from '#domain/generation/generation.ts'
import { toAppError } from '../backend/errors.ts'
import { useCancelGeneration } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { IconButton } from '../ui/button.tsx'
import { showToast } from '../ui/toasts.tsx'
import { JobRow } from './job-row.tsx'
import { statusText, waitText } from './waiting.ts'

/** A job under way: its state, how long it has been or still waits, and the way to cancel it. */
export function RunningJob({ generation }: { generation: Generation }) {
  const cancel = useCancelGeneration()
  const { operation, prompt, createdAt, cancelRequested } = generation
  const isStopping = cancelRequested === true || cancel.isPending
  return (
    <JobRow
      operation={operation}
      prompt={prompt}
      since={createdAt}
      status={isStopping ? t.jobs.stopping : statusText(generation)}
      waitText={(nowMs) => (isStopping ? undefined : waitText(generation, nowMs))}
    >
      <IconButton
        label={t.jobs.cancel}
        size="small"
        disabled={isStopping}
        onClick={() =>
          cancel.mutate(generation.id, {
            onError: (error) => {
              const text = say(toAppError(error).reason)
              showToast({ id: `cancel-${generation.id}`, text, tone: 'danger' })
            },
          })
        }
      >
        <X size={15} />
      </IconButton>
    </JobRow>
  )
}
