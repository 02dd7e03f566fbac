import { findExif } from './find-exif.ts'
import { putExif } from './put-exif.ts'
import { readExif } from './read-exif.ts'
import { writeExif } from './write-exif.ts'

/**
 * Gives a copy in another file type what the first file says of where it comes from, and only that:
 * no place, no device.
 * @param from the first file, or the beginning of it
 * @param copy as an encoder made it, without metadata
 */
export function carryOrigin(
  from: Uint8Array,
  copy: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const found = findExif(from)
  const exif = found && writeExif(readExif(found))
  return exif ? putExif(copy, exif) : copy
}
