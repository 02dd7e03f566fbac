import sharp from 'sharp'
import { AppError } from '#domain/errors.ts'
import type { Size } from '#domain/frame/space.ts'

/** What goes into a request: PNG, or JPEG when a PNG is over the card's limit. */
export type EncodedPicture = {
  readonly image: Buffer
  readonly imageMime: 'image/png' | 'image/jpeg'
}

/** Qualities to try, lossless first; the last one is still a good photo. */
const jpegQualities = [95, 85, 75] as const

/**
 * Encodes what a model shall see.
 * @param pixels raw 8-bit RGB
 * @throws AppError INTERNAL when it cannot be brought under `maxBytes`
 */
export async function encodePicture(
  pixels: Uint8Array,
  { width, height }: Size,
  maxBytes: number,
): Promise<EncodedPicture> {
  const raw = sharp(pixels, { raw: { width, height, channels: 3 } })
  const png = await raw.clone().png({ compressionLevel: 6 }).toBuffer()
  if (png.length <= maxBytes) return { image: png, imageMime: 'image/png' }
  for (const quality of jpegQualities) {
    const jpeg = await raw.clone().jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
    if (jpeg.length <= maxBytes) return { image: jpeg, imageMime: 'image/jpeg' }
  }
  throw new AppError('INTERNAL', 'The part of the picture around the mask is too large to send.')
}

/** @returns an 8-bit greyscale PNG */
export function encodeMask(mask: Uint8Array, { width, height }: Size): Promise<Buffer> {
  return sharp(mask, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
