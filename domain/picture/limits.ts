/**
 * What can be uploaded: for the browser, which refuses the rest before it is sent, and for the
 * functions, whose memory it is measured for (`bench/paste-back.ts`).
 */
export const pictureLimits = {
  /** A file; a 100-megapixel JPEG of the best quality has about 80 MB. */
  maxBytes: 100_000_000,
  maxPixels: 100_000_000,
  /** Uncompressed: 100 megapixels of RGBA with 8 bits a channel, or 50 with 16. */
  maxDecodedBytes: 400_000_000,
  /** Longer strips leave a model a few rows of pixels, and pass what browsers can draw. */
  maxAspect: 50,
} as const

/** What people write about a picture; lengths in UTF-16 units, as AppSync's own language counts. */
export const maxTitleLength = 200
export const maxTags = 50
export const maxTagLength = 50
