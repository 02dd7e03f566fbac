import * as z from 'zod'
import type { Generation } from '../generation/generation.ts'
import { type UserId, userIdSchema } from '../ids.ts'
import { findModel } from '../model/catalogue.ts'
import { highestPriceOf } from '../model/price.ts'
import type { MicroDollars } from '../money.ts'

/** What an owner used on one UTC day. */
export const usageSchema = z.object({
  id: z.string(),
  owner: userIdSchema,
  day: z.iso.date(),
  images: z.int(),
  costMicros: z.int(),
})

export type Usage = z.infer<typeof usageSchema>

export type Amount = { readonly images: number; readonly costMicros: MicroDollars }

/** What one person may use on one UTC day. */
export type DailyLimits = Amount

/** @returns the id of the owner's row of that UTC day, `{sub}#{YYYY-MM-DD}` */
export function usageIdOf(owner: UserId, day: string): string {
  return `${owner}#${day}`
}

/** The UTC day that a job counts for: the one it was accepted on. */
export function usageDayOf(generation: Pick<Generation, 'createdAt'>): string {
  return generation.createdAt.slice(0, 10)
}

/** What is reserved for a job before its true price is known: all images, at the dearest size. */
export function reservationOf(generation: Generation): Amount {
  const { count, quality, modelUsed } = generation
  const card = findModel(modelUsed)
  return { images: count, costMicros: card ? highestPriceOf(card, { quality, count }) : 0 }
}
