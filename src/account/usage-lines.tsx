import { formatMicroDollars } from '#domain/money.ts'
import { personalKinds } from '#domain/usage/allowance.ts'
import type { Amount } from '#domain/usage/usage.ts'
import { personalLimits } from '../backend/deployment.ts'
import { useUsage } from '../backend/usage.ts'
import { t } from '../i18n/en.ts'
import { useNow } from '../ui/use-now.ts'

const minuteMs = 60_000

/** What was used today and this month, of how much; nothing while that is unknown. */
export function UsageLines() {
  const used = useUsage(new Date(useNow(minuteMs)).toISOString().slice(0, 10))
  const limits = personalLimits()
  if (!used) return null
  return personalKinds.map((kind) => (
    <span key={kind}>
      {t.limits.periods[kind]}: {usedText(used[kind], limits?.[kind])}
    </span>
  ))
}

function usedText(used: Amount, limit: Amount | undefined): string {
  const cost = formatMicroDollars(used.costMicros)
  if (!limit) return t.limits.amount(used.images, cost)
  return t.limits.usedOf(used.images, limit.images, cost, formatMicroDollars(limit.costMicros))
}
