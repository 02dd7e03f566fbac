import type { ImageMime } from '../object-key.ts'
import { bigEndian } from './byte-view.ts'
import { pngChunks, webpChunks } from './file-parts.ts'

/**
 * How many frames a PNG or WebP shows; 1 for a still one, and for other types, whose decoders say it.
 * An APNG of one frame, or of none, is a still picture.
 */
export function framesOf(bytes: Uint8Array, mime: ImageMime): number {
  if (mime === 'image/png') return apngFrames(bytes)
  return mime === 'image/webp' ? Math.max(1, webpFrames(bytes)) : 1
}

/** By the `acTL` chunk, which comes before the picture's data (PNG specification, 11.3.2.1). */
function apngFrames(png: Uint8Array): number {
  for (const { name, dataStart } of pngChunks(png)) {
    if (name === 'acTL') return Math.max(1, bigEndian(png, dataStart, 4))
    if (name === 'IDAT') return 1
  }
  return 1
}

function webpFrames(webp: Uint8Array): number {
  let frames = 0
  for (const { name } of webpChunks(webp)) if (name === 'ANMF') frames += 1
  return frames
}

/**
 * Whether editor and worker use a file as it is: a still PNG, JPEG or WebP. Of everything else that can
 * be uploaded they use a PNG that is made when it is taken in, so that all decoders see the same.
 */
export function isUsedAsItIs(bytes: Uint8Array, mime: ImageMime): boolean {
  const isPlain = mime === 'image/png' || mime === 'image/jpeg' || mime === 'image/webp'
  return isPlain && framesOf(bytes, mime) === 1
}
