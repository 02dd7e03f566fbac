import { AppError } from '#domain/errors.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { boundsOf, isAllEdit } from '#domain/mask/bounds.ts'
import type { Message } from '#domain/message/message.ts'
import { leanFile, openLean } from './lean/lean-file.ts'

export type ReadMask = {
  /** One byte a pixel, white = edit, of the source's size. */
  readonly pixels: Uint8Array
  readonly bounds: Rect
}

/**
 * Reads a mask from storage: an 8-bit greyscale PNG of the oriented picture's very size.
 * @throws AppError INVALID_MASK saying what is wrong with it
 */
export async function readMask(bytes: Buffer, source: Size): Promise<ReadMask> {
  checkHeader(bytes, source)
  const pixels = await decode(bytes)
  const bounds = boundsOf(pixels, source)
  if (bounds === undefined) throw refused({ key: 'maskEmpty' })
  if (isAllEdit(pixels)) {
    throw refused({ key: 'maskFull' })
  }
  return { pixels, bounds }
}

/** Reads IHDR (PNG specification, 11.2.1): width, height, bit depth, colour type. */
function checkHeader(bytes: Buffer, source: Size): void {
  const isPng = bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n'
  if (!isPng || bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') {
    throw refused({ key: 'maskNotPng' })
  }
  const width = bytes.readUInt32BE(16)
  const height = bytes.readUInt32BE(20)
  if (width !== source.width || height !== source.height) {
    throw refused({
      key: 'maskWrongSize',
      widthPx: width,
      heightPx: height,
      pictureWidthPx: source.width,
      pictureHeightPx: source.height,
    })
  }
  if (bytes[24] !== 8 || bytes[25] !== 0) {
    throw refused({ key: 'maskNotGrey' })
  }
}

async function decode(bytes: Buffer): Promise<Buffer> {
  try {
    return await openLean(leanFile(bytes), { ignoreIcc: true })
      .toColourspace('b-w')
      .extractChannel(0)
      .raw({ depth: 'uchar' })
      .toBuffer()
  } catch (cause) {
    throw refused({ key: 'maskDamaged' }, cause)
  }
}

function refused(reason: Message, cause?: unknown): AppError {
  return new AppError('INVALID_MASK', reason, { field: 'maskKey', cause })
}
