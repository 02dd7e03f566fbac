import sharp from 'sharp'
import type { OpenedOriginal } from './open-original.ts'
import { describePng } from './png-metadata.ts'

/**
 * Measured on a 24-megapixel photograph with grain: 45 MB in 2.2 s. Without adaptive filters 62 MB
 * in 1.7 s, at level 6 the same size as at 2.
 */
const png = { compressionLevel: 2, adaptiveFiltering: true }

/** Writes a result as lossless PNG, with its colour profile and where its pixels come from. */
export async function encodeResult(
  picture: OpenedOriginal,
  origin: 'GENERATED' | 'EDITED',
): Promise<Buffer> {
  const { width, height, channels, pixels, profile } = picture
  const encoded = await sharp(pixels, { raw: { width, height, channels } }).png(png).toBuffer()
  return describePng(encoded, { origin, profile })
}
