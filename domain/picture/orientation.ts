import type { Size } from '../frame/space.ts'
import type { ImageMime } from '../object-key.ts'
import { joined } from './byte-view.ts'
import { hasExifIdentifier, type Orientation, orientationOfExif } from './exif.ts'
import { type FilePart, jpegSegments, pngChunks, webpChunks } from './file-parts.ts'
import { repairRiff, riffEnd } from './riff.ts'

/**
 * The one place that says how a file lies. Browser and functions decode without what a decoder makes
 * of EXIF, and turn by this. Pure: reads bytes only.
 */

/**
 * @param mime by content. A TIFF is such a block itself; an AVIF's decoder turns by the file's own
 *   transformations, and its EXIF does not count (ISO/IEC 23008-12, A.3)
 * @returns the orientation of the first EXIF block, 1 without one
 */
export function orientationOf(bytes: Uint8Array, mime: ImageMime): Orientation {
  if (mime === 'image/tiff') return orientationOfExif(bytes)
  for (const { dataStart, dataEnd } of exifParts(bytes, mime)) {
    return orientationOfExif(bytes.subarray(dataStart, dataEnd))
  }
  return 1
}

/**
 * A copy without its EXIF blocks, which every decoder shows as its pixels are stored.
 * @returns the very same bytes when there is no such block
 */
export function withoutExif(bytes: Uint8Array, mime: ImageMime): Uint8Array {
  const cuts = [...exifParts(bytes, mime)]
  if (cuts.length === 0) return bytes
  const kept: Uint8Array[] = []
  let at = 0
  for (const { start, end } of cuts) {
    kept.push(bytes.subarray(at, start))
    at = end
  }
  if (mime !== 'image/webp') return joined([...kept, bytes.subarray(at)])
  const copy = joined([...kept, bytes.subarray(at, riffEnd(bytes))])
  repairRiff(copy, 'EXIF')
  return copy
}

/** A size as shown, of one as stored, or the other way round. */
export function turnedSize({ width, height }: Size, orientation: Orientation): Size {
  return orientation > 4 ? { width: height, height: width } : { width, height }
}

function* exifParts(bytes: Uint8Array, mime: ImageMime): Generator<FilePart> {
  for (const part of partsOf(bytes, mime)) if (isExif(bytes, part)) yield part
}

function partsOf(bytes: Uint8Array, mime: ImageMime): Iterable<FilePart> {
  if (mime === 'image/png') return pngChunks(bytes)
  if (mime === 'image/webp') return webpChunks(bytes)
  return mime === 'image/jpeg' ? jpegSegments(bytes) : []
}

function isExif(bytes: Uint8Array, { name, dataStart }: FilePart): boolean {
  if (name === 'e1') return hasExifIdentifier(bytes, dataStart)
  return name === 'eXIf' || name === 'EXIF'
}
