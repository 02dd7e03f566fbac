import { AppError } from '#domain/errors.ts'
import { isRgbProfile } from './colour-profile.ts'
import { damaged } from './inspect-image.ts'
import { leanFile, openLean } from './lean/lean-file.ts'
import type { Samples } from './raw-pixels.ts'
import { turnUpright } from './turn-upright.ts'

/** A source picture decoded once for a whole job: every prepare and paste of it reads these pixels. */
export type OpenedOriginal = {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  /**
   * Raw RGB or RGBA after EXIF orientation, in the picture's own colour profile, with as many bits
   * a channel as the file has: 8 or 16.
   */
  readonly pixels: Samples
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
  const file = leanFile(bytes)
  try {
    const { icc, depth } = await openLean(file).metadata()
    const profile = icc !== undefined && isRgbProfile(icc) ? icc : undefined
    const stored = openLean(file, { ignoreIcc: profile !== undefined })
    const image = turnUpright(stored, file.orientation)
    const isDeep = depth === 'ushort'
    const { data, info } = await image
      .toColourspace(isDeep ? 'rgb16' : 'srgb')
      .raw({ depth: isDeep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const { width, height } = info
    const pixels = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data
    return { width, height, channels: info.channels === 4 ? 4 : 3, pixels, profile }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', damaged, { cause })
  }
}
