import { AppError } from '../errors.ts'
import { pictureLimits } from '../picture/limits.ts'
import type { Size } from './space.ts'

/**
 * Why a picture may not become so large, if so.
 * @param bytesPerPixel decoded; 3 is the least that a picture has
 * @returns INVALID_REQUEST naming the field
 */
export function canvasProblem(
  { width, height }: Size,
  bytesPerPixel = 3,
  field: 'frame' | 'canvas' = 'frame',
): AppError | undefined {
  const { maxPixels, maxDecodedBytes, maxAspect } = pictureLimits
  const pixels = width * height
  const isLong = Math.max(width, height) > maxAspect * Math.min(width, height)
  if (pixels <= maxPixels && pixels * bytesPerPixel <= maxDecodedBytes && !isLong) return undefined
  const reason = { key: 'canvasTooLarge', widthPx: width, heightPx: height } as const
  return new AppError('INVALID_REQUEST', reason, { field })
}
