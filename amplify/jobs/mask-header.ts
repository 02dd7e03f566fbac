import { AppError } from '#domain/errors.ts'
import type { Rect } from '#domain/frame/space.ts'
import { maskRegion, readMaskHeader } from '#domain/mask/mask-file.ts'
import type { Message } from '#domain/message/message.ts'

/** Whether a file's first bytes say an 8-bit greyscale PNG, of whatever size and place. */
export function isMaskFile(start: Buffer): boolean {
  return !('key' in readMaskHeader(start))
}

/**
 * Checks from a mask's first bytes that it lies in the picture, so that a mask that cannot work is
 * refused before anything is queued.
 * @param start its first `maskHeaderBytes`, or `undefined` when there is no such object
 * @param canvas what is seen of the picture, in its pixels
 * @throws AppError INVALID_MASK
 */
export function checkMaskHeader(start: Buffer | undefined, canvas: Rect): void {
  if (!start) throw invalidMask({ key: 'maskNotUploaded' })
  const header = readMaskHeader(start)
  if ('key' in header) throw invalidMask(header)
  const region = maskRegion(header, canvas)
  if ('key' in region) throw invalidMask(region)
}

function invalidMask(reason: Message): AppError {
  return new AppError('INVALID_MASK', reason, { field: 'maskKey' })
}
