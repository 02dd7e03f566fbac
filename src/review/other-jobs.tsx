import { useMemo } from 'react'
import { isFinal } from '#domain/generation/status.ts'
import { useQueuedRequests } from '../backend/generations.ts'
import { useGenerations } from '../backend/queries.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import styles from './jobs.module.css'
import { QueuedRow } from './queued-row.tsx'
import { RunningJob } from './running-job.tsx'

/** What is under way for other documents, and from other devices. */
export function OtherJobs() {
  const queued = useQueuedRequests()
  const { records } = useGenerations()
  const layers = useEditor((state) => state.document.present.layers)
  const here = useMemo(() => new Set(layers.flatMap(({ jobs }) => jobs)), [layers])
  const waiting = queued.filter(({ id }) => !here.has(id))
  const running = records.filter(({ id, status }) => !isFinal(status) && !here.has(id))
  if (waiting.length + running.length === 0) return null
  return (
    <section className={styles['jobs']} aria-label={t.layers.elsewhere}>
      <h2>{t.layers.elsewhere}</h2>
      {waiting.map((entry) => (
        <QueuedRow key={entry.id} entry={entry} />
      ))}
      {running.map((generation) => (
        <RunningJob key={generation.id} generation={generation} />
      ))}
    </section>
  )
}
