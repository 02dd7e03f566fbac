import type { Metadata } from 'sharp'
import { AppError } from '#domain/errors.ts'
import type { Message } from '#domain/message/message.ts'
import type { ImageMime } from '#domain/object-key.ts'
import { isUsedAsItIs } from '#domain/picture/frames.ts'
import { turnedSize } from '#domain/picture/orientation.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { refuseHdr } from './file-profile.ts'
import { type LeanFile, leanFile, openLean } from './lean/lean-file.ts'
import { limits } from './limits.ts'
import { readSettings } from './read-settings.ts'

/** What an upload turned out to be. */
export type ImageFacts = {
  /** By content, whatever its name or declared type said. */
  readonly mime: ImageMime
  /** Pixels, after the EXIF orientation was applied. */
  readonly width: number
  readonly height: number
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number
  /** Frames of an animation or pages of a document, of which the first is taken; 1 for a picture. */
  readonly frames: number
  /** Whether editor and worker use the file itself; else `convertToPng` makes the one that they use. */
  readonly isUsedAsItIs: boolean
  readonly hasAlpha: boolean
  readonly bytes: number
  /** The settings that we made it with, if it is a result that comes back. */
  readonly madeWith?: Provenance
}

/**
 * Decides by header alone whether a file is a picture that can be edited: of a kind that is taken
 * (`fileKindOf`), RGB or grey with 8 or 16 bits a channel, within `limits`. No pixel is decoded, so a
 * decompression bomb costs nothing; a file that ends early is found when it is decoded
 * (`makeRenditions`, `convertToPng`, `openOriginal`).
 * @throws AppError INVALID_IMAGE saying what is wrong with it
 */
export async function inspectImage(bytes: Buffer): Promise<ImageFacts> {
  if (bytes.length === 0) throw refused({ key: 'fileEmpty' })
  if (bytes.length > limits.maxBytes) {
    throw refused({ key: 'fileTooLarge', maxMegabytes: limits.maxBytes / 1e6 })
  }
  const file = leanFile(bytes)
  const { mime, orientation } = file
  const header = await readHeader(file)
  checkColours(header)
  const { width, height } = turnedSize(header, orientation)
  checkSize(width, height)
  checkDepth(header)
  if (mime === 'image/avif') checkAvif(header)
  refuseHdr(file.bytes, header)
  const madeWith = readSettings(header.xmp)
  return {
    mime,
    width,
    height,
    orientation,
    frames: Math.max(file.frames, header.pages ?? 1),
    isUsedAsItIs: isUsedAsItIs(bytes, mime),
    hasAlpha: header.hasAlpha,
    bytes: bytes.length,
    ...(madeWith && { madeWith }),
  }
}

async function readHeader(file: LeanFile): Promise<Metadata> {
  try {
    // The header's own size is judged by us, with a better sentence than the library's.
    return await openLean(file, { limitInputPixels: false }).metadata()
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' }, { cause })
  }
}

function checkColours(header: Metadata): void {
  if (header.space === 'cmyk') {
    throw refused({ key: 'pictureInCmyk' })
  }
}

function checkSize(width: number, height: number): void {
  const size = { widthPx: width, heightPx: height }
  if (width * height > limits.maxPixels) {
    throw refused({ key: 'pictureTooManyPixels', ...size, maxMegapixels: limits.maxPixels / 1e6 })
  }
  if (Math.min(width, height) < limits.minSidePx) {
    throw refused({ key: 'pictureTooSmall', ...size, minSidePx: limits.minSidePx })
  }
  if (Math.max(width, height) > limits.maxAspect * Math.min(width, height)) {
    throw refused({ key: 'pictureTooLong', ...size, maxAspect: limits.maxAspect })
  }
}

/** Only pictures of 16 bits can be within the number of pixels and not fit into memory. */
function checkDepth({ width, height, depth, hasAlpha }: Metadata): void {
  if (depth !== 'ushort') return
  const pixelBytes = 2 * (hasAlpha ? 4 : 3)
  const maxMegapixels = Math.floor(limits.maxDecodedBytes / pixelBytes / 1e6)
  if (width * height * pixelBytes <= limits.maxDecodedBytes) return
  throw refused({ key: 'deepPictureTooLarge', maxMegapixels })
}

function checkAvif({ width, height, depth }: Metadata): void {
  const max = depth === 'ushort' ? limits.maxAvifPixels / 2 : limits.maxAvifPixels
  if (width * height <= max) return
  throw refused({ key: 'avifTooLarge', maxMegapixels: max / 1e6 })
}

function refused(reason: Message): AppError {
  return new AppError('INVALID_IMAGE', reason)
}
