import { AppError } from '#domain/errors.ts'

/** Progressive encoders write about ten, the most thorough some tens; each costs a pass over all pixels. */
const maxScans = 100

const [startOfScan, endOfImage] = [0xda, 0xd9]

/** Zeros are stuffed after a byte FF of the data; restart markers stand in it; FF may be repeated. */
function isData(marker: number): boolean {
  return marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)
}

/**
 * Finds the end of a JPEG by its markers (ITU-T T.81, B.1.1).
 * @param from behind the header of the first scan
 * @returns where the picture ends, its end marker included; open when there is none
 * @throws AppError INVALID_IMAGE for more scans than encoders write
 */
export function findJpegEnd(bytes: Buffer, from: number): { end: number; isOpen: boolean } {
  let scans = 1
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0
    if (marker === endOfImage) return { end: at + 2, isOpen: false }
    if (marker === startOfScan) scans += 1
    if (scans > maxScans) {
      throw new AppError('INVALID_IMAGE', { key: 'jpegOfManyScans', maxScans })
    }
    const skip = isData(marker) ? (marker === 0xff ? 1 : 2) : 2 + lengthAt(bytes, at + 2)
    at = bytes.indexOf(0xff, at + skip)
  }
  // A lone FF at the very end is half of the end marker.
  return { end: bytes.at(-1) === 0xff ? bytes.length - 1 : bytes.length, isOpen: true }
}

function lengthAt(bytes: Buffer, at: number): number {
  return at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0
}
