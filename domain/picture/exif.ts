import { bigEndian, latin1, littleEndian } from './byte-view.ts'

const orientationTag = 0x0112
const shortType = 3
const entryBytes = 12

/** EXIF orientations: 1 as stored, 2 to 4 mirrored or turned about, 5 to 8 with exchanged sides. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** What an identifier of six bytes precedes in JPEG, and in the WebP files of some programs. */
export const exifIdentifier = 'Exif\0\0'

/** Whether an EXIF block begins here, by the identifier that JPEG needs. */
export function hasExifIdentifier(bytes: Uint8Array, at: number): boolean {
  return latin1(bytes, at, exifIdentifier.length) === exifIdentifier
}

/**
 * Reads the orientation of an EXIF block: the first Orientation entry (0x0112) of its first directory
 * that has type SHORT, count 1 and a value from 1 to 8 (EXIF 2.32, 4.6.4). Any other is ignored, as
 * browsers ignore it.
 * @param block a TIFF header with what follows, with or without `Exif\0\0` before it
 */
export function orientationOfExif(block: Uint8Array): Orientation {
  const tiff = hasExifIdentifier(block, 0) ? block.subarray(exifIdentifier.length) : block
  const order = latin1(tiff, 0, 4)
  if (order !== 'II*\0' && order !== 'MM\0*') return 1
  const read = order.startsWith('II') ? littleEndian : bigEndian
  const directory = read(tiff, 4, 4)
  const count = read(tiff, directory, 2)
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * entryBytes
    if (entry + entryBytes > tiff.length) return 1
    const [tag, type, length] = [
      read(tiff, entry, 2),
      read(tiff, entry + 2, 2),
      read(tiff, entry + 4, 4),
    ]
    if (tag !== orientationTag || type !== shortType || length !== 1) continue
    const value = read(tiff, entry + 8, 2)
    if (isOrientation(value)) return value
  }
  return 1
}

function isOrientation(value: number): value is Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8
}
