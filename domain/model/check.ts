import { AppError } from '../errors.ts'
import type { GenerationRequest } from '../generation/request.ts'
import type { MicroDollars } from '../money.ts'
import type { ModelCard, ModelSize } from './card.ts'

/**
 * Checks a request against the limits of the model that will run it.
 * @throws AppError INVALID_REQUEST naming the field
 */
export function checkAgainstModel(request: GenerationRequest, card: ModelCard): void {
  if ('prompt' in request) checkText('prompt', request.prompt, card.promptLength)
  if ('negativePrompt' in request && request.negativePrompt) {
    checkText('negativePrompt', request.negativePrompt, card.negativePromptLength)
  }
  const { min, max } = card.imagesPerRequest
  if (request.count < min || request.count > max) {
    throw refused('count', `${card.name} makes ${min} to ${max} images a request.`)
  }
  const { seed } = request
  if (seed !== undefined && (seed < card.seed.min || seed > card.seed.max)) {
    throw refused('seed', `${card.name} takes seeds from ${card.seed.min} to ${card.seed.max}.`)
  }
  if (!card.qualities.includes(request.quality)) {
    throw refused('quality', `${card.name} has no ${request.quality.toLowerCase()} quality.`)
  }
  if (request.operation === 'TEXT_TO_IMAGE') sizeOf(request, card)
}

/**
 * The size at which a text request runs: the one asked for, else the card's first.
 * @throws AppError INVALID_REQUEST when the model does not make that size
 */
export function sizeOf(
  request: Extract<GenerationRequest, { operation: 'TEXT_TO_IMAGE' }>,
  card: ModelCard,
): ModelSize {
  const { widthPx, heightPx } = request
  const size = card.sizes.find(
    (each) =>
      (widthPx === undefined && heightPx === undefined) ||
      (each.widthPx === widthPx && each.heightPx === heightPx),
  )
  if (!size) throw refused('widthPx', `${card.name} does not make images of that size.`)
  return size
}

/** What `count` images of this tier and quality cost. */
export function priceOf(
  card: ModelCard,
  job: { tier: string; quality: GenerationRequest['quality']; count: number },
): MicroDollars {
  const price = card.prices.find((each) => each.tier === job.tier && each.quality === job.quality)
  if (!price) throw new AppError('INTERNAL', `${card.name} has no price for ${job.tier}.`)
  return price.perImage * job.count
}

/** The dearest tier's price for this request: what is reserved before the size is known. */
export function highestPriceOf(
  card: ModelCard,
  job: { quality: GenerationRequest['quality']; count: number },
): MicroDollars {
  const prices = card.prices.filter((each) => each.quality === job.quality)
  return Math.max(...prices.map((each) => each.perImage)) * job.count
}

function checkText(field: string, text: string, length: { min: number; max: number }): void {
  const { length: actual } = text
  if (actual >= length.min && actual <= length.max) return
  throw refused(
    field,
    `Keep it between ${length.min} and ${length.max} characters (it has ${actual}).`,
  )
}

function refused(field: string, detail: string): AppError {
  return new AppError('INVALID_REQUEST', detail, { field })
}
