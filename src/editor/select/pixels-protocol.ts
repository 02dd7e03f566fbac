import type { Rect, Size } from '#domain/frame/space.ts'
import type { PackedRegion } from '../mask/pack-region.ts'
import type { Wand } from '../store/editor-state.ts'
import type { Prompt } from './segmenter.ts'

/** What the page asks the worker that has the picture's pixels. */
export type PixelsRequest =
  /** Another picture: what is seen of the plane, whose strips follow from above to below. */
  | { readonly kind: 'BEGIN'; readonly canvas: Rect }
  | { readonly kind: 'STRIP'; readonly y: number; readonly bitmap: ImageBitmap }
  /** What the networks see of it. */
  | { readonly kind: 'SMALL' }
  /** Takes what the networks found to the picture's own borders. */
  | { readonly kind: 'REFINE'; readonly logits: Float32Array }
  /** The same without networks. */
  | { readonly kind: 'FOLLOW'; readonly prompt: Prompt }
  /** In pixels of the base picture. */
  | { readonly kind: 'WAND'; readonly x: number; readonly y: number; readonly wand: Wand }
  /** A mask from a file, stretched over what is seen: white is selected. */
  | { readonly kind: 'FILE'; readonly bitmap: ImageBitmap }
  /** What is transparent in the picture. */
  | { readonly kind: 'TRANSPARENCY' }

export type PixelsResult =
  | { readonly kind: 'DONE' }
  | { readonly kind: 'SMALL'; readonly pixels: Uint8ClampedArray<ArrayBuffer>; readonly size: Size }
  | {
      readonly kind: 'SELECTED'
      readonly region: PackedRegion
    }
