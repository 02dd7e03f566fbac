import { AppError } from '#domain/errors.ts'

/** What a file may carry beside its pixels, so that a small file cannot become gigabytes of memory. */
export const partsLimits = {
  /** Profiles of scanners and printers have up to 2 MB; uncompressed. */
  maxProfileBytes: 4_000_000,
  /** A JPEG's EXIF cannot have more than 64 kB; previews in that of others are not ours to keep. */
  maxExifBytes: 1_000_000,
  /** Ours has about 1 kB, with the longest prompts 100 kB; uncompressed. */
  maxXmpBytes: 256_000,
  /** Editors write tens of parts that are left out here. */
  maxDroppedParts: 10_000,
} as const

/** @throws AppError INVALID_IMAGE */
export function refuseProfile(): never {
  const maxMegabytes = partsLimits.maxProfileBytes / 1e6
  throw new AppError('INVALID_IMAGE', { key: 'profileTooLarge', maxMegabytes })
}

/** @throws AppError INVALID_IMAGE */
export function refuseParts(): never {
  throw new AppError('INVALID_IMAGE', { key: 'fileOfManyParts' })
}
