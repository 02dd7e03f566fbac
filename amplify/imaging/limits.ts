import type { SharpOptions } from 'sharp'

/** Uploads: what a browser, a function's memory and the paste-back can carry. */
export const limits = {
  maxBytes: 50_000_000,
  maxPixels: 50_000_000,
  /** Below it there is nothing for a model to see. */
  minSidePx: 16,
  /** Longer strips leave a model a few rows of pixels, and pass what browsers can draw. */
  maxAspect: 50,
} as const

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
