import { AppError } from '#domain/errors.ts'
import type { Message } from '#domain/message/message.ts'

/** The PNG signature and the whole IHDR chunk, from the PNG specification, section 5. */
export const maskHeaderBytes = 33

const signature = '89504e470d0a1a0a'
const header = '0000000d49484452'

/** Whether a file's first bytes say an 8-bit greyscale PNG, of whatever size. */
export function isMaskFile(start: Buffer): boolean {
  return isPng(start) && isGrey(start)
}

/**
 * Checks from a mask's first bytes that it is an 8-bit greyscale PNG of the picture's size, so that
 * a mask that cannot work is refused before anything is queued.
 * @param start its first bytes, or `undefined` when there is no such object
 * @throws AppError INVALID_MASK
 */
export function checkMaskHeader(
  start: Buffer | undefined,
  picture: { width?: number | undefined; height?: number | undefined },
): void {
  if (!start) throw invalidMask({ key: 'maskNotUploaded' })
  if (!isPng(start)) throw invalidMask({ key: 'maskNotPng' })
  if (!isGrey(start)) throw invalidMask({ key: 'maskNotGrey' })
  const [width, height] = [start.readUInt32BE(16), start.readUInt32BE(20)]
  if (width === picture.width && height === picture.height) return
  throw invalidMask({
    key: 'maskWrongSize',
    widthPx: width,
    heightPx: height,
    pictureWidthPx: picture.width ?? 0,
    pictureHeightPx: picture.height ?? 0,
  })
}

function isPng(start: Buffer): boolean {
  const opening = start.subarray(0, 16).toString('hex')
  return start.length >= maskHeaderBytes && opening === signature + header
}

/** Eight bits a sample, of colour type 0. */
function isGrey(start: Buffer): boolean {
  return start[24] === 8 && start[25] === 0
}

function invalidMask(reason: Message): AppError {
  return new AppError('INVALID_MASK', reason, { field: 'maskKey' })
}
