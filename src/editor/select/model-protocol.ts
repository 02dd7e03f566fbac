import type { Size } from '#domain/frame/space.ts'
import type { Prompt } from './segmenter.ts'

/** What the page asks the worker that runs the networks. */
export type ModelRequest =
  /** How much it would have to load; 0 when all is on the device. */
  | { readonly kind: 'MISSING' }
  | { readonly kind: 'LOAD' }
  /** Looks at a picture whose longer side is `modelPx`: RGBA. */
  | { readonly kind: 'LOOK'; readonly pixels: Uint8ClampedArray<ArrayBuffer>; readonly size: Size }
  /** What is pointed at; the clicks count in their order. */
  | { readonly kind: 'FIND'; readonly prompt: Prompt; readonly isPassing: boolean }

export type ModelResult =
  | { readonly kind: 'MISSING'; readonly bytes: number }
  | { readonly kind: 'DONE' }
  | { readonly kind: 'FOUND'; readonly logits: Float32Array }
