import type { Rect } from '#domain/frame/space.ts'
import type { Quality } from '#domain/generation/quality.ts'
import type { Layer } from '#domain/layer/composition.ts'
import { forRanged, type RangedField } from '#domain/model/card.ts'
import type { Frame, OldEdge } from '#domain/operation/outpaint.ts'
import type { Guide } from '#domain/operation/structure.ts'
import type { UpscaleMode } from '#domain/operation/upscale.ts'
import type { BasePicture } from '../editor/document/document.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
import type { Aim } from '../editor/store/aim.ts'
import type { PickedPicture } from './picks.ts'

/** A picture with all that lies over it. Its size is the canvas's. */
export type OpenPicture = Pick<BasePicture, 'pictureId'> & {
  readonly widthPx: number
  readonly heightPx: number
  /** What is seen of the plane, in pixels of the picture, where that is not the picture itself. */
  readonly canvas?: Rect
  /** The lowest first; left out when there are none. */
  readonly layers?: readonly Layer[]
}

/** What is to be done, and with which picture. */
export type Situation = {
  readonly aim: Aim
  /** The picture that is open. */
  readonly picture: OpenPicture | undefined
  readonly isMasked: boolean
  /** Whether all of the picture is painted. */
  readonly isMaskFull?: boolean
  /** The layer that is asked for once more; left out, what is drafted becomes one. */
  readonly layer?: DocumentLayer | undefined
}

/** What was typed and chosen, in the form that controls keep it; `undefined` is the model's own. */
export type Draft = { readonly [Name in RangedField]: number | undefined } & {
  readonly prompt: string
  readonly negativePrompt: string
  readonly search: string
  readonly frame: Frame
  readonly count: number
  /** `undefined` lets the server choose. */
  readonly seed: number | undefined
  readonly quality: Quality
  /** Whether the result's file may say the prompt. */
  readonly keepPrompt: boolean
  /** The size of a new picture, in pixels; `undefined` takes the model's first. */
  readonly size: { readonly widthPx: number; readonly heightPx: number } | undefined
  readonly stylePreset: string | undefined
  readonly colors: readonly string[]
  readonly guide: Guide
  readonly mode: UpscaleMode
  readonly edge: OldEdge
  /** The model asked for, by aim; left out, the best is taken. */
  readonly models: { readonly [Each in Aim]?: string | undefined }
  /** Pictures chosen beside the open one, by aim. */
  readonly picks: { readonly [Each in Aim]?: readonly PickedPicture[] | undefined }
}

/** What the settings are before anything was chosen. */
export const freshDraft: Draft = {
  prompt: '',
  negativePrompt: '',
  search: '',
  frame: { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 },
  count: 2,
  seed: undefined,
  quality: 'STANDARD',
  keepPrompt: false,
  size: undefined,
  stylePreset: undefined,
  colors: ['#e4572e', '#f3a712', '#2e86ab'],
  guide: 'EDGES',
  mode: 'FAST',
  edge: 'EXACT',
  ...forRanged(() => undefined),
  models: {},
  picks: {},
}
