import sharp, { type Metadata } from 'sharp'
import { AppError } from '#domain/errors.ts'
import type { ImageMime } from '#domain/object-key.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { refuseHdr } from './file-profile.ts'
import { limits, safely } from './limits.ts'
import { readSettings } from './read-settings.ts'
import { isAnimatedPng, sniffImage } from './sniff.ts'

/** What an upload turned out to be. */
export type ImageFacts = {
  /** By content, whatever its name or declared type said. */
  readonly mime: ImageMime
  /** Pixels, after the EXIF orientation was applied. */
  readonly width: number
  readonly height: number
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number
  readonly hasAlpha: boolean
  readonly bytes: number
  /** With which settings we made it, if it is a result that comes back. */
  readonly madeWith?: Provenance
}

/**
 * Decides by header alone whether a file is a picture that can be edited: PNG, JPEG or WebP, RGB or
 * grey with 8 or 16 bits a channel, still, within `limits`. No pixel is decoded, so a decompression bomb costs nothing;
 * a file that ends early is found when it is decoded (`makeRenditions`, `openOriginal`).
 * @throws AppError INVALID_IMAGE with a sentence for the person
 */
export async function inspectImage(bytes: Buffer): Promise<ImageFacts> {
  if (bytes.length === 0) throw refused('This file is empty.')
  if (bytes.length > limits.maxBytes) {
    throw refused(`This file is too large: at most ${limits.maxBytes / 1e6} MB can be edited.`)
  }
  const mime = sniffImage(bytes)
  const header = await readHeader(bytes)
  checkEncoding(header, mime === 'image/png' && isAnimatedPng(bytes))
  const { width, height } = header.autoOrient
  checkSize(width, height)
  checkDepth(header)
  refuseHdr(bytes, header)
  const madeWith = readSettings(header.xmp)
  return {
    mime,
    width,
    height,
    orientation: header.orientation ?? 1,
    hasAlpha: header.hasAlpha,
    bytes: bytes.length,
    ...(madeWith && { madeWith }),
  }
}

async function readHeader(bytes: Buffer): Promise<Metadata> {
  try {
    // The header's own size is judged by us, with a better sentence than the library's.
    return await sharp(bytes, { ...safely, limitInputPixels: false }).metadata()
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', damaged, { cause })
  }
}

/** What a person reads when a file of a known type cannot be decoded to its end. */
export const damaged = 'This file is damaged or incomplete. Try to save or copy it again.'

function checkEncoding(header: Metadata, animatedPng: boolean): void {
  if (animatedPng || (header.pages ?? 1) > 1) {
    throw refused('Animations cannot be edited. Save one frame of it as a picture.')
  }
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
function checkDepth({ autoOrient, depth, hasAlpha }: Metadata): void {
  if (depth !== 'ushort') return
  const pixelBytes = 2 * (hasAlpha ? 4 : 3)
  const most = Math.floor(limits.maxDecodedBytes / pixelBytes / 1e6)
  if (autoOrient.width * autoOrient.height * pixelBytes <= limits.maxDecodedBytes) return
  throw refused(
    `With 16 bits a channel at most ${most} megapixels of this picture fit. Save it with 8 bits.`,
  )
}

function refused(detail: string): AppError {
  return new AppError('INVALID_IMAGE', detail)
}
