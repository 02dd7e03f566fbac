import type { Quality } from '#domain/generation/request.ts'
import type { ModelSize } from '#domain/model/card.ts'

type Common = {
  /** Images wanted; a family whose call makes only one gets this many calls. */
  readonly count: number
  readonly seed: number
  readonly quality: Quality
  readonly size: ModelSize
}

type Masked = {
  /** PNG or JPEG at `size`. */
  readonly image: Buffer
  /** 8-bit greyscale PNG at `size`, pure black and white, white = edit, for every family. */
  readonly mask: Buffer
}

/** A checked request with its pixels ready; what every adapter translates. */
export type PreparedOperation =
  | (Common & {
      readonly kind: 'TEXT_TO_IMAGE'
      readonly prompt: string
      readonly negativePrompt?: string | undefined
    })
  | (Common &
      Masked & {
        readonly kind: 'INPAINT'
        readonly prompt: string
        readonly negativePrompt?: string | undefined
      })
  | (Common & Masked & { readonly kind: 'ERASE' })

/** One InvokeModel call: its JSON body, and how many images it should bring with which seed. */
export type ModelCall = { readonly body: unknown; readonly count: number; readonly seed: number }

/** What one call brought. HTTP 200 is not success: `images` may be fewer than asked, or none. */
export type ModelReply = {
  /** PNG or JPEG, in the model's order. */
  readonly images: readonly Buffer[]
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
  /** The calls that together make `operation.count` images. */
  requestBodies(operation: PreparedOperation): Promise<readonly ModelCall[]>
  /** @throws AppError MODEL_UNAVAILABLE when the body is not what the model documents */
  parseResponse(body: unknown, call: ModelCall): ModelReply
}
