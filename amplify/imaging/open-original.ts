import sharp from 'sharp'
import { AppError } from '#domain/errors.ts'
import { damaged } from './inspect-image.ts'
import { safely } from './limits.ts'
import { sniffImage } from './sniff.ts'

/** A source picture decoded once for a whole job: every prepare and paste of it reads these pixels. */
export type OpenedOriginal = {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  /** Raw 8-bit RGB or RGBA after EXIF orientation, in the picture's own colour profile. */
  readonly pixels: Buffer
  /** The picture's RGB ICC profile, carried over to results. */
  readonly profile: Buffer | undefined
}

/**
 * Decodes a source picture. A picture with an RGB profile keeps its very numbers, so that an edit
 * changes nothing else; one with another profile (grey) is converted to sRGB.
 * @param bytes a file that `inspectImage` let through
 * @throws AppError INVALID_IMAGE when it cannot be decoded to its end
 */
export async function openOriginal(bytes: Buffer): Promise<OpenedOriginal> {
  sniffImage(bytes)
  try {
    const { icc } = await sharp(bytes, safely).metadata()
    const profile = icc !== undefined && isRgbProfile(icc) ? icc : undefined
    const { data, info } = await sharp(bytes, {
      ...safely,
      autoOrient: true,
      ignoreIcc: profile !== undefined,
    })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const { width, height } = info
    return { width, height, channels: info.channels === 4 ? 4 : 3, pixels: data, profile }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', damaged, { cause })
  }
}

/** An ICC profile names its colour space in bytes 16 to 19 of its header (ICC.1:2022, 7.2). */
function isRgbProfile(icc: Buffer): boolean {
  return icc.toString('latin1', 16, 20) === 'RGB '
}
