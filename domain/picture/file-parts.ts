import { bigEndian, latin1, littleEndian } from './byte-view.ts'
import { riffEnd } from './riff.ts'

/**
 * The parts that picture files are made of, one after the other. Pure: reads bytes, decodes nothing.
 * A part whose length reaches beyond the file ends with the file.
 */
export type FilePart = {
  /** A chunk's four letters, or a JPEG marker's second byte as two hexadecimal digits. */
  readonly name: string
  /** From here to `end` it can be cut out of the file, its length and checksum included. */
  readonly start: number
  readonly dataStart: number
  readonly dataEnd: number
  readonly end: number
}

/** The chunks of a PNG (specification, 5.3), up to and with IEND: what follows is not the picture's. */
export function* pngChunks(bytes: Uint8Array): Generator<FilePart> {
  const framing = 12
  let at = 8
  while (at + framing <= bytes.length) {
    const length = bigEndian(bytes, at, 4)
    const name = latin1(bytes, at + 4, 4)
    const end = Math.min(at + framing + length, bytes.length)
    yield { name, start: at, dataStart: at + 8, dataEnd: Math.min(at + 8 + length, end), end }
    if (name === 'IEND') return
    at = end
  }
}

/** The chunks of a WebP (RFC 9649, 2.3), within the length that its RIFF header gives. */
export function* webpChunks(bytes: Uint8Array): Generator<FilePart> {
  const whole = riffEnd(bytes)
  let at = 12
  while (at + 8 <= whole) {
    const length = littleEndian(bytes, at + 4, 4)
    const dataEnd = Math.min(at + 8 + length, whole)
    const end = Math.min(at + 8 + length + (length % 2), whole)
    yield { name: latin1(bytes, at, 4), start: at, dataStart: at + 8, dataEnd, end }
    at = end
  }
}

/** Markers without a length: TEM and RST0 to RST7 (ITU-T T.81, table B.1). */
function isBare(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}

/** The segments of a JPEG (ITU-T T.81, B.1) up to and with its first start of scan, `da`. */
export function* jpegSegments(bytes: Uint8Array): Generator<FilePart> {
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      // Any number of fill bytes may come before a marker.
      at += 1
      continue
    }
    if (marker === 0xd9) return
    const length = isBare(marker) ? 0 : bigEndian(bytes, at + 2, 2)
    const end = Math.min(at + 2 + length, bytes.length)
    const dataStart = Math.min(at + 4, end)
    yield { name: marker.toString(16), start: at, dataStart, dataEnd: end, end }
    if (marker === 0xda) return
    at = end
  }
}
