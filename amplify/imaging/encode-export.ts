import sharp, { type Sharp, type TiffOptions } from 'sharp'
import { unreachable } from '#domain/errors.ts'
import { type ExportMime, fileTypeOf } from '#domain/export/file-type.ts'
import { defaultQuality } from '#domain/export/request.ts'
import type { Size } from '#domain/frame/space.ts'
import type { Density } from '#domain/picture/origin/origin.ts'
import { describePng, encodePixels, type PixelOrigin } from './encode-result.ts'
import { safely } from './limits.ts'
import type { OpenedOriginal } from './open-original.ts'
import { openRaw, readDeep } from './raw-pixels.ts'

export type ExportFile = {
  readonly mime: ExportMime
  /** Of a lossy type, 1 to 100. */
  readonly quality?: number | undefined
  /** At most the picture's own. */
  readonly size: Size
  /** What the file says of how it was made; of what the root says of itself, see `origin`. */
  readonly made: PixelOrigin
}

/**
 * Writes a picture as a file of a type: lossless ones with the picture's bits, all with its numbers,
 * its profile and its origin. What a type without opacity does not show is white.
 */
export async function encodeExport(picture: OpenedOriginal, file: ExportFile): Promise<Buffer> {
  const { isLossless } = fileTypeOf(file.mime)
  const sized = await shrink(picture, file.size)
  const shown = isLossless ? sized : withEightBits(sized)
  if (file.mime === 'image/png') return describePng(await encodePixels(shown), shown, file.made)
  // The library takes a profile and what else there is to say only from a file.
  const plain = await encodePixels(shown, { compressionLevel: 0 })
  const carrier = sharp(describePng(plain, shown, file.made), safely).keepMetadata()
  return writeAs(carrier, file, shown).toBuffer()
}

/** In the picture's own numbers: the library knows less of their meaning than we do. */
async function shrink(picture: OpenedOriginal, { width, height }: Size): Promise<OpenedOriginal> {
  if (width === picture.width && height === picture.height) return picture
  const isDeep = picture.pixels instanceof Uint16Array
  const data = await openRaw(picture)
    .resize(width, height, { fit: 'fill' })
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer()
  return { ...picture, width, height, pixels: isDeep ? readDeep(data) : data }
}

/** Rounded, which the library does not. */
function withEightBits(picture: OpenedOriginal): OpenedOriginal {
  const { pixels: deep } = picture
  if (!(deep instanceof Uint16Array)) return picture
  const pixels = new Uint8Array(deep.length)
  for (let at = 0; at < deep.length; at++) pixels[at] = ((deep[at] ?? 0) * 255 + 32_895) >> 16
  return { ...picture, pixels }
}

/**
 * The largest file has to be written within the function's time. Measured on 12.5 megapixels of a photograph
 * with grain, in CPU seconds a megapixel: WebP 0.30 (0.37 at effort 4), AVIF 0.33 at 0 and 0.93 at 1,
 * for files that differ by 2 %.
 */
const efforts = { webp: 2, avif: 0 }

/** From this quality on, a JPEG keeps the colour of each pixel. */
const fullColourQuality = 90
/** The best tables of a JPEG take six bytes more for each pixel, all at once. */
const maxOptimisedPixels = 40_000_000

function writeAs(
  carrier: Sharp,
  { mime, quality = defaultQuality }: ExportFile,
  { width, height, channels, pixels, origin }: OpenedOriginal,
): Sharp {
  switch (mime) {
    case 'image/png':
      return carrier.png()
    case 'image/tiff':
      return carrier
        .toColourspace(pixels instanceof Uint16Array ? 'rgb16' : 'srgb')
        .tiff({ compression: 'deflate', predictor: 'horizontal', ...resolutionOf(origin?.density) })
    case 'image/jpeg': {
      const chromaSubsampling = quality >= fullColourQuality ? '4:4:4' : '4:2:0'
      const optimiseCoding = width * height <= maxOptimisedPixels
      const shown = channels === 4 ? carrier.flatten({ background: '#fff' }) : carrier
      return shown.jpeg({ quality, chromaSubsampling, optimiseCoding })
    }
    case 'image/webp':
      return carrier.webp({ quality, effort: efforts.webp, smartSubsample: true })
    case 'image/avif':
      return carrier.avif({ quality, effort: efforts.avif })
    default:
      return unreachable(mime)
  }
}

/** Of all types only TIFF does not take it from the carrier; in pixels a millimetre. */
function resolutionOf(density: Density | undefined): TiffOptions {
  return density ? { xres: density.acrossPerM / 1_000, yres: density.downPerM / 1_000 } : {}
}
