import type { Quality } from '../generation/quality.ts'
import type { Message } from '../message/message.ts'
import type { MicroDollars } from '../money.ts'
import type { MaskDialect } from './mask-dialect.ts'
import type { Task } from './task.ts'

export type ModelId = string

/** Both ends belong to it. */
export type Range = { readonly min: number; readonly max: number }
export type Parameter = Range & { readonly default: number }

/** A size that a model makes, in pixels, and the price tier it falls into. */
export type ModelSize = {
  readonly widthPx: number
  readonly heightPx: number
  readonly tier: string
  /** Where the model is told a ratio (`16:9`) and chooses about this size by itself. */
  readonly ratio?: string
}

/** A price tier of a model that takes any size: it holds for up to so many pixels. */
export type SizeTier = { readonly tier: string; readonly maxPixels: number }

/** Any size within these limits; longer to shorter side at most `maxAspect`. */
export type SizeRange = {
  readonly kind: 'RANGE'
  readonly sidePx: Range
  /** Each side is a multiple of this. */
  readonly stepPx: number
  readonly pixels: Range
  readonly maxAspect: number
  /** Smallest first. */
  readonly tiers: readonly SizeTier[]
}

/** Which sizes a model takes or makes. */
export type SizeRule = { readonly kind: 'TABLE'; readonly sizes: readonly ModelSize[] } | SizeRange

/** What a picture sent to a model must be. */
export type PictureRule = {
  readonly sizes: SizeRule
  /** Of the encoded file, before base64. */
  readonly maxBytes: number
  /** The whole picture goes out as it is, so a picture beyond `sizes` cannot be worked on. */
  readonly isUnscaled?: boolean
}

/**
 * What comes back: the size asked for (of a `ratio`, about it), that of the picture sent, that with
 * its frame, four times each side, or what an upscaler chooses.
 */
export type ResultRule = 'AS_ASKED' | 'AS_SENT' | 'WITH_FRAME' | 'FOUR_TIMES' | 'ENLARGED'

/** How long words may be, in characters; whether they may be left out. */
export type WordRule = Range & { readonly isOptional?: boolean }

/** Fields of requests that are a share of something, each within the range of the model's card. */
export const rangedFields = ['similarity', 'strength', 'creativity'] as const
export type RangedField = (typeof rangedFields)[number]

/** Something for each ranged field. */
export function forRanged<T>(of: (name: RangedField) => T): Readonly<Record<RangedField, T>> {
  const each = rangedFields.map((name) => [name, of(name)])
  return Object.fromEntries(each) as Record<RangedField, T>
}

/** How a model does one task. What is absent cannot be asked for. */
export type Ability = { readonly [Name in RangedField]?: Parameter } & {
  readonly prompt?: WordRule
  readonly negativePrompt?: Range
  readonly search?: Range
  /** One call makes at most `perCall` images; more are more calls. */
  readonly images: { readonly perCall: number; readonly perJob: number }
  readonly qualities: readonly Quality[]
  readonly seed?: Parameter
  readonly guidance?: Parameter
  readonly colors?: Range
  /** How many pictures guide it, the first included. */
  readonly pictures?: Range
  readonly stylePresets?: readonly string[]
  /** The pictures that it works from. */
  readonly picture?: PictureRule
  /** What the model edits in a mask image; our own masks always say white = edit. */
  readonly maskEdits?: 'BLACK' | 'WHITE'
  /** How it is told where to extend: a mask on the new canvas, or pixels for each side. */
  readonly extendsBy?: 'MASK' | 'FRAME'
  /** How many pixels of the picture that is sent each side of a frame may have. */
  readonly framePx?: Range
  /** Sizes that can be asked for. */
  readonly sizes?: SizeRule
  readonly result: ResultRule
  /** File type to ask for; left out, a lossless PNG. */
  readonly format?: 'jpeg'
  /** Where this is only the nearest to what was asked: how it differs, for the record. */
  readonly note?: Message
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
  readonly family: 'AMAZON' | 'STABILITY' | 'OPENAI_IMAGES' | 'CONVERSE'
  /** Open to some accounts only: known where a deployment names it, and taken after all others. */
  readonly isPreview?: boolean
  /** Where it is called that is not Bedrock's, and how; `regions` is empty then. */
  readonly endpoint?: {
    readonly name: string
    readonly model: string
    readonly mask: MaskDialect
  }
  /** Regions in which it can be called. */
  readonly regions: readonly string[]
  /** Called by this id where there is one; it spreads calls over its Regions. */
  readonly profile?: { readonly id: string; readonly regions: readonly string[] }
  readonly abilities: Readonly<Partial<Record<Task, Ability>>>
  readonly prices: readonly ModelPrice[]
  /** Where the prices were seen; `seenOn` is an ISO date. */
  readonly priceSource: { readonly from: string; readonly seenOn: string }
  readonly requestsPerMinute: number
  /** ISO dates; the model answers until the day before `endOfLife`. */
  readonly lifecycle: { readonly legacySince?: string; readonly endOfLife?: string }
}
