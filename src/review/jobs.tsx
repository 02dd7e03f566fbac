import { isFinal } from '#domain/generation/status.ts'
import { useQueuedRequests } from '../backend/generations.ts'
import { useGenerations } from '../backend/queries.ts'
import { useTrackedJobs } from '../backend/tracked-jobs.ts'
import { t } from '../i18n/language.ts'
import { FailedJob } from './failed-job.tsx'
import styles from './jobs.module.css'
import { nextStep } from './next-step.ts'
import { QueuedRow } from './queued-row.tsx'
import { RunningJob } from './running-job.tsx'

/** The jobs under way, and those of this browser that failed and were not read. */
export function Jobs() {
  const queued = useQueuedRequests()
  const { records } = useGenerations()
  const tracked = useTrackedJobs()
  const running = records.filter((each) => !isFinal(each.status))
  const failed = records.filter(
    (each) => tracked.includes(each.id) && nextStep(each, undefined) === 'EXPLAIN',
  )
  if (queued.length + running.length + failed.length === 0) return null
  return (
    <section className={styles['jobs']} aria-label={t.jobs.title}>
      {failed.map((generation) => (
        <FailedJob key={generation.id} generation={generation} />
      ))}
      {queued.map((entry) => (
        <QueuedRow key={entry.id} entry={entry} />
      ))}
      {running.map((generation) => (
        <RunningJob key={generation.id} generation={generation} />
      ))}
    </section>
  )
}
