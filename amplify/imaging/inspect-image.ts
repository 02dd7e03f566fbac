import type { Metadata } from 'sharp'
import { AppError } from '#domain/errors.ts'
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
  /** With which settings we made it, if it is a result that comes back. */
  readonly madeWith?: Provenance
}

/**
 * Decides by header alone whether a file is a picture that can be edited: of a kind that is taken
 * (`fileKindOf`), RGB or grey with 8 or 16 bits a channel, within `limits`. No pixel is decoded, so a
 * decompression bomb costs nothing; a file that ends early is found when it is decoded
 * (`makeRenditions`, `convertToPng`, `openOriginal`).
 * @throws AppError INVALID_IMAGE with a sentence for the person
 */
export async function inspectImage(bytes: Buffer): Promise<ImageFacts> {
  if (bytes.length === 0) throw refused('This file is empty.')
  if (bytes.length > limits.maxBytes) {
    throw refused(`This file is too large: at most ${limits.maxBytes / 1e6} MB can be edited.`)
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
    throw new AppError('INVALID_IMAGE', damaged, { cause })
  }
}

/** What a person reads when a file of a known type cannot be decoded to its end. */
export const damaged = 'This file is damaged or incomplete. Try to save or copy it again.'

function checkColours(header: Metadata): void {
  if (header.space === 'cmyk') {
    throw refused('This picture is in CMYK, for print. Convert it to RGB (sRGB) and try again.')
  }
}

function checkSize(width: number, height: number): void {
  const size = `${width} × ${height} pixels`
  if (width * height > limits.maxPixels) {
    throw refused(`This picture has ${size}: at most ${limits.maxPixels / 1e6} megapixels fit.`)
  }
  if (Math.min(width, height) < limits.minSidePx) {
    throw refused(`This picture has ${size}: each side needs ${limits.minSidePx} or more.`)
  }
  if (Math.max(width, height) > limits.maxAspect * Math.min(width, height)) {
    throw refused(`This picture has ${size}: one side is over ${limits.maxAspect} times the other.`)
  }
}

/** Only pictures of 16 bits can be within the number of pixels and not fit into memory. */
function checkDepth({ width, height, depth, hasAlpha }: Metadata): void {
  if (depth !== 'ushort') return
  const pixelBytes = 2 * (hasAlpha ? 4 : 3)
  const most = Math.floor(limits.maxDecodedBytes / pixelBytes / 1e6)
  if (width * height * pixelBytes <= limits.maxDecodedBytes) return
  throw refused(
    `With 16 bits a channel at most ${most} megapixels of this picture fit. Save it with 8 bits.`,
  )
}

function checkAvif({ width, height, depth }: Metadata): void {
  const max = depth === 'ushort' ? limits.maxAvifPixels / 2 : limits.maxAvifPixels
  if (width * height <= max) return
  throw refused(
    `This AVIF has over ${max / 1e6} megapixels, more than can be read here. Save it as JPEG or PNG.`,
  )
}

function refused(detail: string): AppError {
  return new AppError('INVALID_IMAGE', detail)
}
