import * as z from 'zod'
import type { Amount, LimitKind, Limits } from './usage.ts'

/** The settings by which a deployment limits what is used, by kind of limit. */
const limitSettings = {
  OWNER_DAY: { images: 'dailyImages', costMicros: 'dailyCostMicros' },
  OWNER_MONTH: { images: 'monthlyImages', costMicros: 'monthlyCostMicros' },
  DEPLOYMENT_DAY: { images: 'totalDailyImages', costMicros: 'totalDailyCostMicros' },
  DEPLOYMENT_MONTH: { images: 'totalMonthlyImages', costMicros: 'totalMonthlyCostMicros' },
} as const satisfies Record<LimitKind, Record<keyof Amount, string>>

type NameOf<K extends LimitKind> = (typeof limitSettings)[K][keyof Amount]

/** Names of the settings of these kinds of limit. */
export function limitSettingsOf<K extends LimitKind>(kinds: readonly K[]): readonly NameOf<K>[] {
  return kinds.flatMap((kind) => Object.values(limitSettings[kind]) as NameOf<K>[])
}

/** The limits of these kinds, as the settings say them. */
export function limitsOf<K extends LimitKind>(
  kinds: readonly K[],
  settings: Readonly<Record<NameOf<K>, number>>,
): Pick<Limits, K> {
  const limits = kinds.map((kind) => {
    const { images, costMicros } = limitSettings[kind]
    const of = settings as Readonly<Record<string, number>>
    return [kind, { images: of[images], costMicros: of[costMicros] }]
  })
  return Object.fromEntries(limits) as Pick<Limits, K>
}

/** The settings of these kinds of limit, read from outside. */
export function limitSettingsSchema<K extends LimitKind>(
  kinds: readonly K[],
): z.ZodObject<Record<NameOf<K>, z.ZodInt>> {
  const shape = Object.fromEntries(limitSettingsOf(kinds).map((name) => [name, z.int()]))
  return z.object(shape as Record<NameOf<K>, z.ZodInt>)
}
