import * as z from 'zod'
import { AppError } from '../errors.ts'
import type { Generation } from '../generation/generation.ts'
import { type GenerationId, generationIdSchema, type UserId, userIdSchema } from '../ids.ts'
import type { ModelCard } from '../model/card.ts'
import { findModel } from '../model/catalogue.ts'
import { expectedPrice } from '../model/price.ts'
import type { MicroDollars } from '../money.ts'

/** What an owner used in one period: a UTC day (`2026-11-21`) or month (`2026-11`). */
export const usageSchema = z.object({
  id: z.string(),
  owner: userIdSchema,
  period: z.string(),
  images: z.int(),
  costMicros: z.int(),
})

export type Usage = z.infer<typeof usageSchema>

export type Amount = { readonly images: number; readonly costMicros: MicroDollars }

/** Whose use of which period is limited; a refusal names the last one here that is reached. */
export const limitKinds = [
  'OWNER_DAY',
  'OWNER_MONTH',
  'DEPLOYMENT_DAY',
  'DEPLOYMENT_MONTH',
] as const
export type LimitKind = (typeof limitKinds)[number]

/** The most that may be used, by kind of limit. */
export type Limits = Readonly<Record<LimitKind, Amount>>

/** Stands for everybody together where an owner is named; no person’s `sub` can be this. */
export const deploymentOwner = 'deployment'

/** @returns the id of an owner’s row of that period, `{sub}#{2026-11-21}` or `{sub}#{2026-11}` */
export function usageIdOf(owner: UserId | typeof deploymentOwner, period: string): string {
  return `${owner}#${period}`
}

/** @returns the id of the row that says what a job holds, so that it is counted once */
export function markIdOf(id: GenerationId): string {
  return `job#${id}`
}

/**
 * What identifies a job in the ledger. A client may choose the id of a job that it removed again:
 * `createdAt` and the request that it was accepted by tell the two apart.
 */
export type CountedJob = Pick<Generation, 'id' | 'owner' | 'createdAt' | 'requestId'>

const heldPrefix = 'HELD#'

/** @returns the period of a mark whose job holds something: the oldest sort first */
export function heldPeriodOf({ createdAt, owner }: CountedJob): string {
  return `${heldPrefix}${createdAt}#${owner}`
}

/** @returns the first and last period that a mark of a job from before `before` (ISO) can have */
export function heldPeriodsBefore(before: string): [string, string] {
  return [heldPrefix, `${heldPrefix}${before}`]
}

/** The job that a mark is about. @throws ZodError when it is none that holds something */
export function jobOfMark(mark: { id: string; period: string }): CountedJob {
  const [, createdAt, owner] = mark.period.split('#')
  const id = mark.id.slice('job#'.length)
  return countedJobSchema.parse({ id, owner, createdAt })
}

const countedJobSchema = z.object({
  id: generationIdSchema,
  owner: userIdSchema,
  createdAt: z.iso.datetime(),
})

/** A row that a job counts in. */
export type CountedRow = {
  readonly kind: LimitKind
  readonly id: string
  readonly owner: UserId | typeof deploymentOwner
  readonly period: string
}

/** The four rows that a job counts in: those of the UTC day and month it was accepted in. */
export function countedRowsOf({
  owner,
  createdAt,
}: Pick<Generation, 'owner' | 'createdAt'>): readonly CountedRow[] {
  const [day, month] = [createdAt.slice(0, 10), createdAt.slice(0, 7)]
  const row = (kind: LimitKind, of: CountedRow['owner'], period: string): CountedRow => ({
    kind,
    id: usageIdOf(of, period),
    owner: of,
    period,
  })
  return [
    row('OWNER_DAY', owner, day),
    row('OWNER_MONTH', owner, month),
    row('DEPLOYMENT_DAY', deploymentOwner, day),
    row('DEPLOYMENT_MONTH', deploymentOwner, month),
  ]
}

/**
 * What is reserved for a job before its true price is known: all images, at the dearest size.
 * @param models those that the deployment knows
 */
export function reservationOf(
  { count, quality, modelUsed }: Pick<Generation, 'count' | 'quality' | 'modelUsed'>,
  models: readonly ModelCard[],
): Amount {
  const card = findModel(modelUsed, models)
  const perImage = card ? expectedPrice(card, { quality, count }).perImage : 0
  return { images: count, costMicros: perImage * count }
}

/** @returns the first kind of limit that so much would pass all by itself, if there is one */
export function limitBelow(amount: Amount, limits: Limits): LimitKind | undefined {
  return limitKinds.find(
    (kind) => amount.images > limits[kind].images || amount.costMicros > limits[kind].costMicros,
  )
}

/**
 * The refusal of a job that would pass a limit: which one, and when it is new.
 * @param at when the job was accepted, ISO
 */
export function limitReached(kind: LimitKind, at: string): AppError {
  const period = kind.endsWith('DAY') ? 'DAY' : 'MONTH'
  return new AppError('QUOTA_EXCEEDED', {
    key: 'limitReached',
    whose: kind.startsWith('OWNER') ? 'OWNER' : 'DEPLOYMENT',
    period,
    resetsOn: nextStart(period, at),
  })
}

/** @returns the first UTC day of the next period, e.g. `2026-12-01` */
function nextStart(period: 'DAY' | 'MONTH', at: string): string {
  const next = new Date(at)
  if (period === 'DAY') next.setUTCDate(next.getUTCDate() + 1)
  // The first of the month comes first: 31 January plus a month is no day of February.
  else next.setUTCMonth(next.getUTCMonth() + 1, 1)
  return next.toISOString().slice(0, 10)
}
