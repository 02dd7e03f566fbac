import type { Quality } from '#domain/generation/quality.ts'
import type { Ability, ModelSize } from '#domain/model/card.ts'
import type { Task } from '#domain/model/task.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import type { Operation } from '#domain/operation/table.ts'

type Common = {
  /** Which of the card's abilities this is. */
  readonly task: Task
  /** Images wanted; a family whose call makes only one gets this many calls. */
  readonly count: number
  readonly seed: number
  readonly quality: Quality
  /** The size asked for, else that of the picture sent; its tier is the price. */
  readonly size: ModelSize
}

/** What is written of an operation, where it has words. */
export type Words = {
  readonly prompt?: string | undefined
  readonly negativePrompt?: string | undefined
  readonly stylePreset?: string | undefined
}

/** PNG or JPEG, of a size and weight that the card's picture rule takes. */
type Pictured = { readonly image: Buffer }

type Masked = Pictured & {
  /** 8-bit greyscale PNG of the image's size, pure black and white, white = edit, always. */
  readonly mask: Buffer
}

/** The new canvas with the old picture in its place, and a mask that is white where to paint. */
type OnCanvas = Masked & { readonly form: 'MASK' }

/** The old picture alone, and how far to extend it, in its own pixels. */
type WithFrame = Pictured & { readonly form: 'FRAME'; readonly frame: Frame }

/** Pixels of the operations that send something else than one picture, or picture and mask. */
type OwnPixels = {
  /** By the `extendsBy` of the card's ability. */
  readonly OUTPAINT: OnCanvas | WithFrame
  readonly VARIATION: {
    /** The picture itself first; at least one. */
    readonly images: readonly Buffer[]
  }
  readonly INSTRUCT: Pictured & {
    /** As everywhere, white = edit; absent where all may change. */
    readonly mask?: Buffer | undefined
    /** The pictures that the words call 2, 3 and so on. */
    readonly references: readonly Buffer[]
  }
  readonly COLOR_GUIDED: { readonly image?: Buffer | undefined }
  readonly STYLE: {
    readonly styleImage?: Buffer | undefined
    /** The picture that gets the style. */
    readonly image?: Buffer | undefined
  }
}

type PixelsOf<Asked extends Operation> = Asked extends keyof OwnPixels
  ? OwnPixels[Asked]
  : RequestOf<Asked> extends { maskKey: string }
    ? Masked
    : RequestOf<Asked> extends { pictureId: string }
      ? Pictured
      : unknown

/** Fields of a request that are for us, or that pixels and `Common` stand for. */
export const fieldsNotSent = [
  'operation',
  'model',
  'count',
  'seed',
  'quality',
  'keepPrompt',
  'pictureId',
  'canvas',
  'layers',
  'referenceIds',
  'stylePictureId',
  'maskKey',
  'frame',
  'widthPx',
  'heightPx',
] as const

/** What of a request an adapter writes as it is. */
export type SentFields<Request> = {
  readonly [Name in keyof Request as Exclude<Name, (typeof fieldsNotSent)[number]>]: Readonly<
    Request[Name]
  >
}

/**
 * A checked request with its pixels ready; what every adapter translates. `strength`, `similarity`
 * and `creativity` left out mean the card's defaults.
 */
export type PreparedOperation = {
  [Kind in Operation]: Common &
    SentFields<RequestOf<Kind>> &
    PixelsOf<Kind> & { readonly kind: Kind }
}[Operation]

/** An operation of one kind. */
export type Of<Kind extends PreparedOperation['kind']> = Extract<PreparedOperation, { kind: Kind }>

/** How a family writes each kind of operation that some model of it does. */
export type Writers<Written> = {
  readonly [Kind in Operation]?: (operation: Of<Kind>, ability: Ability) => Written
}

/**
 * One InvokeModel call: its JSON body, and how many images it should bring with which seed, where
 * the model draws from one.
 */
export type ModelCall = {
  readonly body: unknown
  readonly count: number
  readonly seed?: number | undefined
}

/** What one call brought. HTTP 200 is not success: `images` may be fewer than asked, or none. */
export type ModelReply = {
  /** PNG or JPEG, in the model's order. */
  readonly images: readonly Buffer[]
  /** What the model says it drew each image from, where it says so. */
  readonly seeds?: readonly number[]
  /** Which filter stopped some or all images, if one did. */
  readonly blocked: 'PROMPT' | 'INPUT' | 'OUTPUT' | undefined
  /** The model's own words about it, for the log; never shown to a person. */
  readonly detail: string | undefined
}

/**
 * Translates for one family of models: neutral request → wire, wire → neutral reply. No network,
 * no clock; asynchronous only because a mask's polarity is turned in pixels.
 */
export interface ModelAdapter {
  /**
   * The calls that together make `operation.count` images.
   * @throws AppError UNSUPPORTED when the card has no such ability
   */
  requestBodies(operation: PreparedOperation): Promise<readonly ModelCall[]>
  /** @throws AppError MODEL_UNAVAILABLE when the body is not what the model documents */
  parseResponse(body: unknown, call: ModelCall): ModelReply
}
