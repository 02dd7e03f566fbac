import type { Provenance } from '#domain/picture/provenance.ts'
import type { OpenedOriginal } from './open-original.ts'
import { addChunks, profileChunk, xmpChunk } from './png-chunks.ts'
import { openRaw } from './raw-pixels.ts'
import { type PixelOrigin, writeSettings } from './write-settings.ts'

/**
 * Measured on a 24-megapixel photograph with grain: 45 MB in 2.2 s. Without adaptive filters 62 MB
 * in 1.7 s, at level 6 the same size as at 2.
 */
const png = { compressionLevel: 2, adaptiveFiltering: true }

/**
 * Writes a result as lossless PNG, as deep as its pixels, with its colour profile and where its
 * pixels come from.
 */
export async function encodeResult(
  picture: OpenedOriginal,
  origin: PixelOrigin,
  made?: Provenance,
): Promise<Buffer> {
  const isDeep = picture.pixels instanceof Uint16Array
  const encoded = await openRaw(picture)
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .png(png)
    .toBuffer()
  const profile = picture.profile === undefined ? [] : [profileChunk(picture.profile)]
  return addChunks(encoded, [...profile, xmpChunk(writeSettings(origin, made))])
}
