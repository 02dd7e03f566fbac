import type { Rect } from '#domain/frame/space.ts'
import type { Stroke } from '../document/stroke.ts'
import type { MaskView } from './mask-view.ts'

/** What the page asks the mask worker. Requests are answered one after the other, in order. */
export type MaskRequest =
  | {
      readonly kind: 'SYNC'
      /** What the mask covers, in pixels of the picture. */
      readonly canvas: Rect
      /** How many of the strokes sent before stay; `added` come after them. */
      readonly keep: number
      readonly added: readonly Stroke[]
    }
  | { readonly kind: 'RENDER'; readonly id: number; readonly view: MaskView }
  | {
      readonly kind: 'EXPORT'
      readonly id: number
      /** Whether all of the canvas is in the file, not only what is masked. */
      readonly isWhole: boolean
    }
  | { readonly kind: 'MEASURE'; readonly id: number }

/** How much a mask says: counted in its pixels, which its strokes do not tell. */
export type MaskCover = 'NOTHING' | 'SOME' | 'EVERYTHING'

/** What the mask worker answers to RENDER, EXPORT and MEASURE. */
export type MaskReply =
  | { readonly kind: 'RENDERED'; readonly id: number; readonly bitmap: ImageBitmap }
  | {
      readonly kind: 'EXPORTED'
      readonly id: number
      readonly png: Blob
      readonly cover: MaskCover
    }
  | { readonly kind: 'MEASURED'; readonly id: number; readonly cover: MaskCover }
  | { readonly kind: 'FAILED'; readonly id: number; readonly reason: string }
