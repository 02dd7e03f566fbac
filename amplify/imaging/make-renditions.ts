import sharp, { type Sharp } from 'sharp'
import { AppError } from '#domain/errors.ts'
import { damaged } from './inspect-image.ts'
import { type LeanFile, leanFile, openLean } from './lean/lean-file.ts'
import { safely } from './limits.ts'
import { turnUpright } from './turn-upright.ts'

export type Rendition = { readonly bytes: Buffer; readonly width: number; readonly height: number }

/** WebP, oriented, sRGB, without metadata, never larger than the picture. */
export type Renditions = { readonly preview: Rendition; readonly thumbnail: Rendition }

/** Longest sides: a preview fills a large screen, a thumbnail a library tile at twice its density. */
const longestPx = { preview: 2048, thumbnail: 320 }
const webp = { quality: 82 }

/**
 * Makes what the library and the editor show of a picture. Decodes all of it, so a file that ends
 * early is found here.
 * @param bytes a file that `inspectImage` let through, or a result of ours
 * @throws AppError INVALID_IMAGE when it cannot be decoded to its end
 */
export async function makeRenditions(bytes: Buffer): Promise<Renditions> {
  const file = leanFile(bytes)
  try {
    const preview = await shrink(file, longestPx.preview)
    return { preview, thumbnail: await shrink(leanFile(preview.bytes), longestPx.thumbnail) }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', damaged, { cause })
  }
}

async function shrink(file: LeanFile, longest: number): Promise<Rendition> {
  const image = openLean(file).resize(longest, longest, {
    fit: 'inside',
    withoutEnlargement: true,
  })
  const { data, info } = await turnUpright(await inEightBits(file, image), file.orientation)
    .webp(webp)
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

/** From 16 bits, sharp 0.35 converts to Display P3 and then leaves out that it did. */
async function inEightBits(file: LeanFile, image: Sharp): Promise<Sharp> {
  const { depth, icc } = await openLean(file).metadata()
  if (depth !== 'ushort' || icc === undefined) return image
  const small = image.toColourspace('srgb').keepIccProfile().png({ compressionLevel: 0 })
  return sharp(await small.toBuffer(), safely)
}
