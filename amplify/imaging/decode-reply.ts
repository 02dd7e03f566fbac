import sharp, { type OutputInfo } from 'sharp'
import { AppError } from '#domain/errors.ts'
import type { Size } from '#domain/frame/space.ts'
import { safely } from './limits.ts'
import { sniffImage } from './sniff.ts'

/**
 * Decodes an image that a model returned.
 * @param size what was asked for
 * @returns raw 8-bit RGB of that size
 * @throws AppError MODEL_UNAVAILABLE when it is not a picture, or one of another size
 */
export async function decodeReply(image: Buffer, size: Size): Promise<Buffer> {
  const { data, info } = await decode(image)
  if (info.width !== size.width || info.height !== size.height) {
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `The model returned ${info.width} × ${info.height} pixels, not ${size.width} × ${size.height}.`,
    )
  }
  return data
}

async function decode(image: Buffer): Promise<{ data: Buffer; info: OutputInfo }> {
  try {
    sniffImage(image)
    return await sharp(image, safely)
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
  } catch (cause) {
    throw new AppError('MODEL_UNAVAILABLE', 'The model returned a damaged picture.', { cause })
  }
}
