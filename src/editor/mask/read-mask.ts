import { AppError } from '#domain/errors.ts'
import { maskHeaderBytes, readMaskHeader } from '#domain/mask/mask-file.ts'
import { type PackedRegion, packRegion } from './pack-region.ts'

/**
 * What a mask's file masks, as a region of a document.
 * @throws AppError INVALID_MASK for a file that is none
 */
export async function readMask(file: Blob): Promise<PackedRegion> {
  const header = readMaskHeader(new Uint8Array(await file.slice(0, maskHeaderBytes).arrayBuffer()))
  if ('key' in header) throw new AppError('INVALID_MASK', header)
  const { width, height, at = { x: 0, y: 0 } } = header
  // Masks are amounts, not colours: they are taken as they are stored.
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' })
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!pen) throw new AppError('INTERNAL', 'There is no 2D canvas.')
  pen.drawImage(bitmap, 0, 0)
  bitmap.close()
  const { data } = pen.getImageData(0, 0, width, height)
  const pixels = Uint8Array.from({ length: width * height }, (_, index) => data[4 * index] ?? 0)
  return packRegion({ ...at, width, height, pixels })
}
