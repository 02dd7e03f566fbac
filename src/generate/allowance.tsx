import {
  isLittle,
  leftOf,
  limitPassedBy,
  nearestLimit,
  resetsAtMs,
} from '#domain/usage/allowance.ts'
import type { Amount } from '#domain/usage/usage.ts'
import { personalLimits } from '../backend/deployment.ts'
import { useUsage } from '../backend/usage.ts'
import { t } from '../i18n/language.ts'
import { Notice } from '../ui/notice.tsx'
import { spanText } from '../ui/span.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './generate-panel.module.css'
import type { PanelProps } from './panel-props.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

/** What is left of the limit that ends first, for the list of terms; nothing while unknown. */
export function LeftTerm() {
  const { left, limits } = useAllowance() ?? {}
  if (!left || !limits) return null
  const kind = nearestLimit(left)
  const text = amountText(left[kind])
  return (
    <>
      <dt>{t.limits.left[kind]}</dt>
      {isLittle(left[kind], limits[kind]) ? (
        <dd className={styles['little']}>{t.limits.only(text)}</dd>
      ) : (
        <dd>{text}</dd>
      )}
    </>
  )
}

/** Says of a draft that would pass a limit when it is new; the server decides all the same. */
export function LimitNotice({ reservation: asked }: PanelProps) {
  const { left } = useAllowance() ?? {}
  const nowMs = useNow(minuteMs)
  if (!left) return null
  const kind = limitPassedBy(asked, left)
  if (!kind) return null
  return (
    <Notice tone="warning" title={t.limits.passed[kind]}>
      {t.limits.compare(amountText(left[kind]), amountText(asked))}{' '}
      {t.limits.resets[kind](roughSpan(resetsAtMs(kind, nowMs) - nowMs))}
    </Notice>
  )
}

function useAllowance() {
  const used = useUsage(new Date(useNow(minuteMs)).toISOString().slice(0, 10))
  const limits = personalLimits()
  return used && limits && { left: leftOf(used, limits), limits }
}

/** Rounded to its largest unit, where `spanText` would call 1:50 an hour. */
function roughSpan(ms: number): string {
  const unitMs = ms >= dayMs ? dayMs : ms >= hourMs ? hourMs : minuteMs
  return spanText(Math.max(unitMs, Math.round(ms / unitMs) * unitMs), t.time)
}

function amountText({ images, costMicros }: Amount): string {
  return `${t.limits.images(images)}, ${t.money(costMicros)}`
}
