import type { Guide } from '#domain/generation/draw-requests.ts'
import type { Edge, Frame, UpscaleMode } from '#domain/generation/edit-requests.ts'
import type { Quality } from '#domain/generation/quality.ts'
import type { Ability, ModelSize } from '#domain/model/card.ts'
import type { Task } from '#domain/model/tasks.ts'

type Common = {
  /** Which of the card's abilities this is. */
  readonly task: Task
  /** Images wanted; a family whose call makes only one gets this many calls. */
  readonly count: number
  readonly seed: number
  readonly quality: Quality
  /** Of what is made where a size is asked for, else of the picture sent; its tier is the price. */
  readonly size: ModelSize
}

/** What is written of an operation, where it has words. */
export type Words = {
  readonly prompt?: string | undefined
  readonly negativePrompt?: string | undefined
  readonly stylePreset?: string | undefined
}

type Worded = Words & { readonly prompt: string }

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

/**
 * A checked request with its pixels ready; what every adapter translates. `strength`, `similarity`
 * and `creativity` left out mean the card's defaults.
 */
export type PreparedOperation =
  | (Common & Worded & { readonly kind: 'TEXT_TO_IMAGE' })
  | (Common & Worded & Masked & { readonly kind: 'INPAINT' })
  | (Common & Masked & { readonly kind: 'ERASE' })
  | (Common &
      Words &
      /** By the `extendsBy` of the card's ability. */
      (OnCanvas | WithFrame) & {
        readonly kind: 'OUTPAINT'
        readonly edge: Edge
        readonly creativity?: number | undefined
      })
  | (Common & Worded & Masked & { readonly kind: 'PRECISE_OUTPAINT' })
  | (Common &
      Words & {
        readonly kind: 'VARIATION'
        /** The picture itself first; at least one. */
        readonly images: readonly Buffer[]
        readonly similarity?: number | undefined
      })
  | (Common & Pictured & { readonly kind: 'REMOVE_BACKGROUND' })
  | (Common &
      Worded & {
        readonly kind: 'COLOR_GUIDED'
        readonly colors: readonly string[]
        readonly image?: Buffer | undefined
      })
  | (Common &
      Worded &
      Pictured & {
        readonly kind: 'STRUCTURE'
        readonly guide: Guide
        readonly strength?: number | undefined
      })
  | (Common & Worded & Pictured & { readonly kind: 'REPLACE'; readonly search: string })
  | (Common & Worded & Pictured & { readonly kind: 'RECOLOR'; readonly search: string })
  | (Common &
      Words & {
        readonly kind: 'STYLE'
        readonly styleImage?: Buffer | undefined
        /** The picture that gets the style. */
        readonly image?: Buffer | undefined
        readonly strength?: number | undefined
      })
  | (Common &
      Words &
      Pictured & {
        readonly kind: 'UPSCALE'
        readonly mode: UpscaleMode
        readonly creativity?: number | undefined
      })

/** An operation of one kind. */
export type Of<Kind extends PreparedOperation['kind']> = Extract<PreparedOperation, { kind: Kind }>

/** How a family writes each kind of operation. */
export type Writers<Written> = {
  readonly [Kind in PreparedOperation['kind']]: (operation: Of<Kind>, ability: Ability) => Written
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
