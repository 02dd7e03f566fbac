import { AppError } from '../errors.ts'
import { pictureLimits } from '../picture/limits.ts'
import type { Size } from './space.ts'

/**
 * Checks that a picture may become so large.
 * @param bytesPerPixel decoded; 3 is the least that a picture has
 * @throws AppError INVALID_REQUEST naming `frame`
 */
export function checkCanvas({ width, height }: Size, bytesPerPixel = 3): void {
  const { maxPixels, maxDecodedBytes, maxAspect } = pictureLimits
  const pixels = width * height
  const isLong = Math.max(width, height) > maxAspect * Math.min(width, height)
  if (pixels <= maxPixels && pixels * bytesPerPixel <= maxDecodedBytes && !isLong) return
  const reason = { key: 'canvasTooLarge', widthPx: width, heightPx: height } as const
  throw new AppError('INVALID_REQUEST', reason, { field: 'frame' })
}
