import sharp from 'sharp'
import { backdrop } from '../imaging/backdrop.ts'
import { openRaw } from '../imaging/raw-pixels.ts'
import { resample } from '../imaging/resample.ts'

/** Shapes that differ less than this are the same picture at another size. */
const maxShapeError = 0.01
/** More than any model makes; a file may claim anything. */
const maxPixels = 40_000_000

/**
 * Brings a picture of the right shape to the size that was asked for: some servers make what they can,
 * whatever was asked. Anything else is left for the job to refuse, with its size. What it makes is opaque, as
 * all that is pasted back.
 * @returns the same bytes where nothing is to be done
 */
export async function fitAnswer(
  image: Buffer,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): Promise<Buffer> {
  const size = await sizeOf(image)
  if (!size || (size.width === widthPx && size.height === heightPx)) return image
  const isSameShape =
    Math.abs((size.width * heightPx) / (size.height * widthPx) - 1) <= maxShapeError
  if (!isSameShape) return image
  const shown = { width: size.width, height: size.height, channels: 3 as const }
  const pixels = await sharp(image, { limitInputPixels: maxPixels })
    .toColourspace('srgb')
    .flatten({ background: backdrop })
    .raw({ depth: 'uchar' })
    .toBuffer()
  const asked = { width: widthPx, height: heightPx }
  const fitted = await resample(
    { ...shown, pixels },
    { size: asked, kernel: 'lanczos3', light: 'STORED' },
  )
  return openRaw({ ...asked, channels: 3, pixels: fitted })
    .png()
    .toBuffer()
}

async function sizeOf(image: Buffer): Promise<{ width: number; height: number } | undefined> {
  try {
    const { format, width, height } = await sharp(image, { limitInputPixels: maxPixels }).metadata()
    return ['png', 'jpeg', 'webp'].includes(format) ? { width, height } : undefined
  } catch {
    return undefined
  }
}
