import type { Sharp } from 'sharp'
import { AppError } from '#domain/errors.ts'
import type { Size } from '#domain/frame/space.ts'
import { backdrop } from './backdrop.ts'
import { leanFile, openLean } from './lean/lean-file.ts'

/** Raw pixels of 8 bits a channel. */
export type Reply = Size & { readonly pixels: Buffer }

/**
 * Decodes an image that a model returned.
 * @param size what was asked for
 * @returns raw 8-bit RGB of that size
 * @throws AppError MODEL_UNAVAILABLE when it is not a picture, or one of another size
 */
export async function decodeReply(image: Buffer, size: Size): Promise<Buffer> {
  const reply = await decodeAnyReply(image)
  checkReplySize(reply, size)
  return reply.pixels
}

/**
 * Decodes an image whose size a model chose.
 * @returns raw 8-bit RGB, on the same backdrop as what was sent
 * @throws AppError MODEL_UNAVAILABLE when it is not a picture
 */
export async function decodeAnyReply(image: Buffer): Promise<Reply> {
  return decode(image, (opened) => opened.flatten({ background: backdrop }))
}

/**
 * Decodes how opaque a model left each pixel.
 * @returns one byte a pixel, 255 = opaque, of `size`
 * @throws AppError MODEL_UNAVAILABLE when it is not such a picture
 */
export async function decodeOpacity(image: Buffer, size: Size): Promise<Buffer> {
  if (!(await hasAlpha(image))) {
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerOpaque' })
  }
  const reply = await decode(image, (opened) => opened.extractChannel('alpha'))
  checkReplySize(reply, size)
  return reply.pixels
}

async function hasAlpha(image: Buffer): Promise<boolean> {
  try {
    return (await openLean(leanFile(image)).metadata()).hasAlpha
  } catch {
    // No picture at all has no transparency either.
    return false
  }
}

function checkReplySize(reply: Size, size: Size): void {
  if (reply.width === size.width && reply.height === size.height) return
  throw wrongSize(reply, 'EXACT', size)
}

/** @param asked how strictly the size was to be this one */
export function wrongSize(
  reply: Size,
  asked: 'EXACT' | 'ABOUT' | 'ENLARGED',
  size: Size,
): AppError {
  return new AppError('MODEL_UNAVAILABLE', {
    key: 'answerWrongSize',
    widthPx: reply.width,
    heightPx: reply.height,
    asked,
    askedWidthPx: size.width,
    askedHeightPx: size.height,
  })
}

async function decode(image: Buffer, pick: (opened: Sharp) => Sharp): Promise<Reply> {
  try {
    const { data, info } = await pick(openLean(leanFile(image)).toColourspace('srgb'))
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, pixels: data }
  } catch (cause) {
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerDamaged' }, { cause })
  }
}
