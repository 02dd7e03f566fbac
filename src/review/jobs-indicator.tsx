import { isFinal } from '#domain/generation/status.ts'
import { useQueuedRequests } from '../backend/generations.ts'
import { useGenerations } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import styles from './jobs.module.css'

/** How many jobs are under way, wherever they were asked for; in sight while there are any. */
export function JobsIndicator({ onShow }: { readonly onShow: () => void }) {
  const count = useRunningCount()
  if (count === 0) return null
  return (
    <Button
      look="quiet"
      size="small"
      className={styles['count'] ?? ''}
      aria-label={t.jobs.underWay(count)}
      title={t.jobs.underWay(count)}
      icon={
        <span aria-hidden="true">
          <ProgressRing label={t.jobs.underWay(count)} sizePx={16} />
        </span>
      }
      onClick={onShow}
    >
      {count}
    </Button>
  )
}

/** Requests on their way and jobs that have not ended, each once. */
export function useRunningCount(): number {
  const queued = useQueuedRequests().filter(({ phase }) => phase !== 'REFUSED')
  const running = useGenerations().records.filter(({ status }) => !isFinal(status))
  return new Set([...queued, ...running].map(({ id }) => id)).size
}
