import type { MaskedOperation, Operation } from '../generation/operation.ts'
import type { Quality } from '../generation/request.ts'
import type { MicroDollars } from '../money.ts'

export type ModelId = string

/** A size that a model makes, in pixels, and the price tier it falls into. */
export type ModelSize = {
  readonly widthPx: number
  readonly heightPx: number
  readonly tier: string
}

export type ModelPrice = {
  readonly tier: string
  readonly quality: Quality
  readonly perImage: MicroDollars
}

/**
 * All that the product knows of one model. Forms, validation, prices, IAM statements, routing and
 * adapters read it; nothing else differs by model.
 */
export type ModelCard = {
  readonly id: ModelId
  readonly name: string
  /** Which adapter in `amplify/models/` speaks to it. */
  readonly family: 'TITAN'
  readonly regions: readonly string[]
  readonly operations: readonly Operation[]
  readonly promptLength: { readonly min: number; readonly max: number }
  readonly negativePromptLength: { readonly min: number; readonly max: number }
  readonly imagesPerRequest: { readonly min: number; readonly max: number }
  readonly seed: { readonly min: number; readonly max: number; readonly default: number }
  readonly guidance: { readonly min: number; readonly max: number; readonly default: number }
  readonly qualities: readonly Quality[]
  readonly sizes: readonly ModelSize[]
  /** Limits of an image sent to the model. */
  readonly inputImage: { readonly maxBytes: number; readonly maxSidePx: number }
  /** What the model edits in a mask image; our own masks always say white = edit. */
  readonly maskEdits: Readonly<Record<MaskedOperation, 'BLACK' | 'WHITE'>>
  readonly prices: readonly ModelPrice[]
  readonly priceSource: string
  readonly requestsPerMinute: number
  /** ISO dates; the model answers until the day before `endOfLife`. */
  readonly lifecycle: { readonly legacySince?: string; readonly endOfLife?: string }
}
