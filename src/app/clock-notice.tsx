import { useWrongClock } from '../backend/device-clock.ts'
import { t } from '../i18n/language.ts'
import { spanText } from '../ui/span.ts'
import styles from './model-notices.module.css'

const minuteMs = 60_000

/** Says that nothing is loaded or saved while this device's clock is wrong, by how much, and what to do. */
export function ClockNotice() {
  const aheadMs = useWrongClock()
  if (aheadMs === undefined) return null
  const span = spanText(Math.round(Math.abs(aheadMs) / minuteMs) * minuteMs, t.time)
  return (
    <aside className={styles['notice']} aria-label={t.clock.region}>
      <p role="alert">{aheadMs > 0 ? t.clock.ahead(span) : t.clock.behind(span)}</p>
    </aside>
  )
}
