/** A file may have thousands of parts; metadata comes within these. */
const maxParts = 1_000

/**
 * Finds the EXIF of a PNG, JPEG or WebP file.
 * @param file may be cut off: what lies beyond its end is not found
 * @returns as it stands there, with the prefix `Exif\0\0` or without
 */
export function findExif(file: Uint8Array): Uint8Array | undefined {
  if (nameAt(file, 1) === 'PNG\r') return findPart(file, pngParts)
  if (nameAt(file, 0) === 'RIFF' && nameAt(file, 8) === 'WEBP') return findPart(file, webpParts)
  if (file[0] === 0xff && file[1] === 0xd8) return findPart(file, jpegParts)
  return undefined
}

/** How a kind of file is made of parts. */
type Parts = {
  readonly firstAt: number
  /** Where the part at a place has its data, and where the next part begins. */
  readonly read: (file: Uint8Array, at: number) => { from: number; to: number; next: number }
  readonly isExif: (file: Uint8Array, at: number) => boolean
}

const pngParts: Parts = {
  firstAt: 8,
  read: (file, at) => {
    const [from, length] = [at + 8, viewOf(file).getUint32(at)]
    return { from, to: from + length, next: from + length + 4 }
  },
  isExif: (file, at) => nameAt(file, at + 4) === 'eXIf',
}

const webpParts: Parts = {
  firstAt: 12,
  read: (file, at) => {
    const [from, length] = [at + 8, viewOf(file).getUint32(at + 4, true)]
    return { from, to: from + length, next: from + length + (length % 2) }
  },
  isExif: (file, at) => nameAt(file, at) === 'EXIF',
}

const jpegParts: Parts = {
  firstAt: 2,
  read: (file, at) => {
    const next = at + 2 + viewOf(file).getUint16(at + 2)
    return { from: at + 4, to: next, next }
  },
  // Application segment 1 has XMP as well, under another name.
  isExif: (file, at) => file[at + 1] === 0xe1 && nameAt(file, at + 4) === 'Exif',
}

function findPart(file: Uint8Array, { firstAt, read, isExif }: Parts): Uint8Array | undefined {
  let at = firstAt
  for (let count = 0; count < maxParts && at + 8 <= file.length; count++) {
    const { from, to, next } = read(file, at)
    if (isExif(file, at)) return to <= file.length ? file.subarray(from, to) : undefined
    at = next
  }
  return undefined
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** The four letters at a place. */
export function nameAt(file: Uint8Array, at: number): string {
  return String.fromCharCode(...file.subarray(at, at + 4))
}
