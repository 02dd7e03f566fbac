/**
 * What a mask file may be. Painted masks of 100 megapixels have well under a megabyte; a noisy one of
 * 16 still fits.
 */
export const maskLimits = { maxBytes: 16_000_000 } as const
