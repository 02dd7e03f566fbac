import { Fragment } from 'react'
import { personalKinds } from '#domain/usage/allowance.ts'
import type { Amount } from '#domain/usage/usage.ts'
import { personalLimits } from '../backend/deployment.ts'
import { useUsage } from '../backend/usage.ts'
import { t } from '../i18n/language.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './account.module.css'

const minuteMs = 60_000

/** What was used today and this month, of how much; nothing while that is unknown. */
export function UsageLines() {
  const used = useUsage(new Date(useNow(minuteMs)).toISOString().slice(0, 10))
  const limits = personalLimits()
  if (!used) return null
  return (
    <dl className={styles['usage']}>
      {personalKinds.map((kind) => (
        <Fragment key={kind}>
          <dt>{t.limits.periods[kind]}</dt>
          <dd>
            {usedTexts(used[kind], limits?.[kind]).map((text) => (
              <div key={text}>{text}</div>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

function usedTexts(used: Amount, limit: Amount | undefined): readonly string[] {
  const cost = t.money(used.costMicros)
  if (!limit) return [t.limits.images(used.images), cost]
  return [
    t.limits.imagesOf(used.images, limit.images),
    t.limits.costOf(cost, t.money(limit.costMicros)),
  ]
}
