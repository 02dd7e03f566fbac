import { AppError } from '#domain/errors.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { boundsOf, isAllEdit } from '#domain/mask/bounds.ts'
import { leanFile, openLean } from './lean/lean-file.ts'

export type ReadMask = {
  /** One byte a pixel, white = edit, of the source's size. */
  readonly pixels: Uint8Array
  readonly bounds: Rect
}

/**
 * Reads a mask from storage: an 8-bit greyscale PNG of the oriented picture's very size.
 * @throws AppError INVALID_MASK with a sentence for the person
 */
export async function readMask(bytes: Buffer, source: Size): Promise<ReadMask> {
  checkHeader(bytes, source)
  const pixels = await decode(bytes)
  const bounds = boundsOf(pixels, source)
  if (bounds === undefined) throw refused('Nothing is painted: the mask is all black.')
  if (isAllEdit(pixels)) {
    throw refused('Everything is painted. Leave some of the picture for the edit to fit into.')
  }
  return { pixels, bounds }
}

/** Reads IHDR (PNG specification, 11.2.1): width, height, bit depth, colour type. */
function checkHeader(bytes: Buffer, source: Size): void {
  const isPng = bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n'
  if (!isPng || bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') {
    throw refused('The mask is not a PNG file.')
  }
  const width = bytes.readUInt32BE(16)
  const height = bytes.readUInt32BE(20)
  if (width !== source.width || height !== source.height) {
    throw refused(
      `The mask has ${width} × ${height} pixels, the picture ${source.width} × ${source.height}.`,
    )
  }
  if (bytes[24] !== 8 || bytes[25] !== 0) {
    throw refused('The mask must be greyscale with 8 bits a pixel and no transparency.')
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
    throw refused('The mask is damaged or incomplete.', cause)
  }
}

function refused(detail: string, cause?: unknown): AppError {
  return new AppError('INVALID_MASK', detail, { field: 'maskKey', cause })
}
