import { nameAt, viewOf } from './find-exif.ts'

/** Its memory is not shared, as browsers want it for a file. */
type Bytes = Uint8Array<ArrayBuffer>

/** JPEG: a segment has a length of 16 bits, which counts itself. */
const maxSegmentBytes = 65_535 - 2 - 6

/**
 * Puts EXIF into a file that an encoder made without any. Pixels are not touched.
 * @param file a whole PNG, JPEG or still WebP
 * @param exif a TIFF structure without a prefix
 * @returns the same file when it is of another kind
 */
export function putExif(file: Bytes, exif: Uint8Array): Bytes {
  if (nameAt(file, 1) === 'PNG\r') return insert(file, headerEndOfPng, pngChunk(exif))
  if (nameAt(file, 0) === 'RIFF' && nameAt(file, 8) === 'WEBP') return putIntoWebp(file, exif)
  const isJpeg = file[0] === 0xff && file[1] === 0xd8
  if (!isJpeg || exif.length > maxSegmentBytes) return file
  const prefixed = [...letters('Exif'), 0, 0, ...exif]
  const segment = [0xff, 0xe1, ...bytesOf(prefixed.length + 2, 2), ...prefixed]
  // JFIF's own segment comes first.
  const hasJfif = file[3] === 0xe0
  return insert(file, hasJfif ? 4 + viewOf(file).getUint16(4) : 2, segment)
}

const headerEndOfPng = 33

function pngChunk(exif: Uint8Array): number[] {
  const body = [...letters('eXIf'), ...exif]
  return [...bytesOf(exif.length, 4), ...body, ...bytesOf(crc32(body), 4)]
}

/** Flags of the extended header (WebP container specification, 2.7). */
const flags = { exif: 0x08, alpha: 0x10 } as const

function putIntoWebp(file: Bytes, exif: Uint8Array): Bytes {
  const padding = exif.length % 2 === 1 ? [0] : []
  const chunk = [...letters('EXIF'), ...bytesOf(exif.length, 4).toReversed(), ...exif, ...padding]
  const isExtended = nameAt(file, 12) === 'VP8X'
  const header = isExtended ? [] : extendedHeader(file)
  if (header === undefined) return file
  const result = new Uint8Array(file.length + header.length + chunk.length)
  result.set(file.subarray(0, 12))
  result.set(header, 12)
  result.set(file.subarray(12), 12 + header.length)
  result.set(chunk, file.length + header.length)
  if (isExtended) result[20] = (file[20] ?? 0) | flags.exif
  result.set(bytesOf(result.length - 8, 4).toReversed(), 4)
  return result
}

/** What a simple file needs to have metadata: its size, and whether it is transparent. */
function extendedHeader(file: Uint8Array): number[] | undefined {
  const kind = nameAt(file, 12)
  const view = viewOf(file)
  if (file.length < 30 || !['VP8 ', 'VP8L'].includes(kind)) return undefined
  // VP8: 14 bits each after the start code. VP8L: 14 bits each, less one, then the alpha bit.
  const lossless = view.getUint32(21, true)
  const [width, height] =
    kind === 'VP8 '
      ? [(view.getUint16(26, true) & 0x3fff) - 1, (view.getUint16(28, true) & 0x3fff) - 1]
      : [lossless & 0x3fff, (lossless >>> 14) & 0x3fff]
  const hasAlpha = kind === 'VP8L' && ((lossless >>> 28) & 1) === 1
  const flag = flags.exif | (hasAlpha ? flags.alpha : 0)
  const sides = [width, height].flatMap((side) => bytesOf(side, 4).toReversed().slice(0, 3))
  return [...letters('VP8X'), 10, 0, 0, 0, flag, 0, 0, 0, ...sides]
}

function insert(file: Bytes, at: number, part: readonly number[]): Bytes {
  const result = new Uint8Array(file.length + part.length)
  result.set(file.subarray(0, at))
  result.set(part, at)
  result.set(file.subarray(at), at + part.length)
  return result
}

/** The checksum of a PNG's chunk (PNG specification, annex D), slow and short. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xff_ff_ff_ff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0)
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0
}

function letters(name: string): number[] {
  return Array.from(name, (letter) => letter.charCodeAt(0))
}

function bytesOf(value: number, count: 2 | 4): number[] {
  return Array.from({ length: count }, (_, at) => (value >>> ((count - 1 - at) * 8)) & 255)
}
