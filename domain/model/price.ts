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

/** What one image costs, and how many it will be; of some requests the size shows only later. */
export type Price = {
  readonly perImage: MicroDollars
  readonly count: number
  /** False where it is at most this. */
  readonly isExact: boolean
}

/**
 * What a request costs before its images are made.
 * @param job.tier of the size; left out, it is not known yet, and the dearest one counts
 */
export function expectedPrice(
  card: ModelCard,
  job: { quality: Quality; count: number; tier?: string | undefined },
): Price {
  const amounts = card.prices
    .filter(({ quality }) => quality === job.quality)
    .filter(({ tier }) => job.tier === undefined || tier === job.tier)
    .map(({ perImage }) => perImage)
  return {
    perImage: Math.max(...amounts),
    count: job.count,
    isExact: new Set(amounts).size === 1,
  }
}
