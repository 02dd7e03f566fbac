import { AppError } from '#domain/errors.ts'
import { moved } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { boundsOf, isAllEdit } from '#domain/mask/bounds.ts'
import { maskRegion, readMaskHeader } from '#domain/mask/mask-file.ts'
import type { Message } from '#domain/message/message.ts'
import { leanFile, openLean } from './lean/lean-file.ts'

export type ReadMask = {
  /** The part of the picture that it says something of; the rest is kept. */
  readonly region: Rect
  /** One byte a pixel of the region, white = edit. */
  readonly pixels: Uint8Array
  /** What it edits, even in part, in pixels of the picture. */
  readonly bounds: Rect
}

/**
 * Reads a mask from storage: an 8-bit greyscale PNG of the oriented picture, or of a part of it that
 * it names (`domain/mask/mask-file.ts`).
 * @param canvas what is seen of the picture, in its pixels
 * @returns in pixels of the canvas
 * @throws AppError INVALID_MASK saying what is wrong with it
 */
export async function readMask(bytes: Buffer, canvas: Rect): Promise<ReadMask> {
  const header = readMaskHeader(bytes)
  if ('key' in header) throw refused(header)
  const placed = maskRegion(header, canvas)
  if ('key' in placed) throw refused(placed)
  const region = moved(placed, { x: -canvas.x, y: -canvas.y })
  const pixels = await decode(bytes)
  const bounds = boundsOf(pixels, region)
  if (bounds === undefined) throw refused({ key: 'maskEmpty' })
  const isWhole = region.width === canvas.width && region.height === canvas.height
  if (isWhole && isAllEdit(pixels)) {
    throw refused({ key: 'maskFull' })
  }
  return { region, pixels, bounds: { ...bounds, x: region.x + bounds.x, y: region.y + bounds.y } }
}

/**
 * What a mask says of a part of its picture: one byte a pixel, black where it says nothing.
 * @param part a rectangle inside of the picture
 */
export function maskIn({ region, pixels }: ReadMask, part: Rect): Uint8Array {
  const cut = new Uint8Array(part.width * part.height)
  const left = Math.max(part.x, region.x)
  const right = Math.min(part.x + part.width, region.x + region.width)
  const bottom = Math.min(part.y + part.height, region.y + region.height)
  if (left >= right) return cut
  for (let y = Math.max(part.y, region.y); y < bottom; y++) {
    const from = (y - region.y) * region.width - region.x
    cut.set(pixels.subarray(from + left, from + right), (y - part.y) * part.width + left - part.x)
  }
  return cut
}

/**
 * Decodes an 8-bit greyscale PNG: one byte a pixel.
 * @throws an error of the library for what is none
 */
export function decodeGrey(bytes: Buffer): Promise<Buffer> {
  return openLean(leanFile(bytes), { ignoreIcc: true })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw({ depth: 'uchar' })
    .toBuffer()
}

async function decode(bytes: Buffer): Promise<Buffer> {
  try {
    return await decodeGrey(bytes)
  } catch (cause) {
    throw refused({ key: 'maskDamaged' }, cause)
  }
}

function refused(reason: Message, cause?: unknown): AppError {
  return new AppError('INVALID_MASK', reason, { field: 'maskKey', cause })
}
