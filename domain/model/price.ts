import { AppError } from '../errors.ts'
import type { Quality } from '../generation/quality.ts'
import type { MicroDollars } from '../money.ts'
import type { ModelCard } from './card.ts'

/** What `count` images of this tier and quality cost. */
export function priceOf(
  card: ModelCard,
  job: { tier: string; quality: Quality; count: number },
): MicroDollars {
  const price = card.prices.find((each) => each.tier === job.tier && each.quality === job.quality)
  if (!price) throw new AppError('INTERNAL', `${card.name} has no price for ${job.tier}.`)
  return price.perImage * job.count
}

/** The dearest tier's price for this request: what is reserved before the size is known. */
export function highestPriceOf(
  card: ModelCard,
  job: { quality: Quality; count: number },
): MicroDollars {
  const prices = card.prices.filter((each) => each.quality === job.quality)
  return Math.max(...prices.map((each) => each.perImage)) * job.count
}
