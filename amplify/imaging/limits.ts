import type { SharpOptions } from 'sharp'
import { pictureLimits } from '#domain/picture/limits.ts'

/** Uploads: what a browser, a function's memory and the paste-back can carry. */
export const limits = {
  ...pictureLimits,
  /** Below it there is nothing for a model to see. */
  minSidePx: 16,
  /**
   * An AVIF's decoder holds all of it several times: 100 megapixels took 1.85 GB of the 2 GB that
   * `ingest-upload` has, 40 with 8 bits take 0.8 GB. With more bits, half as many.
   */
  maxAvifPixels: 40_000_000,
} as const

/** A result of ours that is a source again: pixels that a PNG could not make smaller. */
export const maxResultBytes = limits.maxDecodedBytes + 1_000_000

/**
 * How every outside image is opened, after its magic bytes were checked: no more pixels than the
 * limit, and a file that ends early or is damaged is an error, never a grey half.
 */
export const safely = {
  failOn: 'error',
  limitInputPixels: limits.maxPixels,
  unlimited: false,
  animated: false,
} as const satisfies SharpOptions
