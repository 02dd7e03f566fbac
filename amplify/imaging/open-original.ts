import { AppError } from '#domain/errors.ts'
import { type Samples } from '#domain/layer/mix.ts'
import type { FileOrigin } from '#domain/picture/origin/origin.ts'
import { uprightOriginOf } from './file-origin.ts'
import { profileOfFile } from './file-profile.ts'
import { leanFile, openLean } from './lean/lean-file.ts'
import { readDeep } from './raw-pixels.ts'
import { turnUpright } from './turn-upright.ts'

/** A source picture decoded once for a whole job: whatever is made of it reads these pixels. */
export type OpenedOriginal = {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  /**
   * Raw RGB or RGBA after EXIF orientation, in the picture's own colour profile, with as many bits
   * a channel as the file has: 8 or 16.
   */
  readonly pixels: Samples
  /** The RGB ICC profile that the numbers are in, carried over to results; without one, sRGB. */
  readonly profile: Buffer | undefined
  /** What the file says of itself that results go on saying. */
  readonly origin?: FileOrigin
}

/**
 * Decodes a source picture. Its numbers are those of the file, whatever colours they mean, so that an
 * edit changes nothing else and a comparison with them can tell; grey ones are R, G and B alike.
 * @param bytes a file that `inspectImage` let through
 * @throws AppError INVALID_IMAGE when it cannot be decoded to its end
 */
export async function openOriginal(bytes: Buffer): Promise<OpenedOriginal> {
  const file = leanFile(bytes)
  try {
    const header = await openLean(file).metadata()
    const profile = profileOfFile(file.bytes, header)
    const origin = uprightOriginOf(file, header)
    const image = turnUpright(openLean(file, { ignoreIcc: true }), file.orientation)
    const isDeep = header.depth === 'ushort'
    const { data, info } = await image
      .toColourspace(isDeep ? 'rgb16' : 'srgb')
      .raw({ depth: isDeep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const { width, height } = info
    const pixels = isDeep ? readDeep(data) : data
    return { width, height, channels: info.channels === 4 ? 4 : 3, pixels, profile, origin }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' }, { cause })
  }
}
