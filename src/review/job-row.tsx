import type { ReactNode } from 'react'
import type { Operation } from '#domain/operation/table.ts'
import { t } from '../i18n/language.ts'
import { ProgressRing } from '../ui/skeleton.tsx'
import { spanText } from '../ui/span.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './jobs.module.css'

/** One line of the job list: what is done, its state, and since when or for how much longer. */
export function JobRow(props: {
  readonly operation: Operation
  readonly prompt: string | undefined
  readonly since: string
  readonly status: string
  /** How long it is still expected to wait: then that counts, not since when it does. */
  readonly waitText?: (nowMs: number) => string | undefined
  readonly children: ReactNode
}) {
  const nowMs = useNow(1000)
  const elapsed = spanText(nowMs - Date.parse(props.since), t.time)
  const wait = props.waitText?.(nowMs)
  const name = t.operations[props.operation].job
  return (
    <article className={styles['job']} aria-label={`${name}: ${props.status}`}>
      <span className={styles['ring']}>
        <ProgressRing label={props.status} sizePx={20} />
      </span>
      <div className={styles['text']}>
        <strong>{props.prompt || name}</strong>
        <span>
          {props.status}
          {/* A line may end after the dot, not before it. */}
          {'\u00A0· '}
          {wait ?? <time aria-label={t.jobs.elapsed(elapsed)}>{elapsed}</time>}
        </span>
      </div>
      {props.children}
    </article>
  )
}
