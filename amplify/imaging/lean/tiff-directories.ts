import { bigEndian, latin1, littleEndian } from '#domain/picture/byte-view.ts'
import { refuseParts } from './parts-limits.ts'

/** One entry of a directory (TIFF 6.0, section 2). */
export type TiffEntry = {
  readonly tag: number
  /** What a decoder would hold of it. */
  readonly sizeBytes: number
  /** Its first number, if it is one of 8, 16 or 32 bits. */
  readonly first: number
  /** Makes it one undefined byte, in place, in a copy of the file. */
  shrink(copy: Buffer): void
}

export type TiffDirectory = { readonly entries: readonly TiffEntry[] }

/** Bytes of each type of number, from BYTE (1) on. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4] as const
const undefinedType = 7
const entryBytes = 12

/** Scanners write tens of entries, and hundreds of pages at most. */
const maxDirectories = 10_000
const maxEntries = 500
/** All pages together; a decoder reads those of the first. */
const maxAllEntries = 200_000

/**
 * Lists the directories (pages) of a TIFF, until one that was there before.
 * @throws AppError INVALID_IMAGE when there are more than any program writes
 */
export function tiffDirectories(bytes: Buffer): TiffDirectory[] {
  const read = latin1(bytes, 0, 2) === 'II' ? littleEndian : bigEndian
  const found: TiffDirectory[] = []
  const seen = new Set<number>()
  let at = read(bytes, 4, 4)
  let all = 0
  while (at >= 8 && at + 2 <= bytes.length && !seen.has(at)) {
    seen.add(at)
    const count = read(bytes, at, 2)
    all += count
    if (count > maxEntries || all > maxAllEntries || seen.size > maxDirectories) refuseParts()
    const start = at + 2
    // A directory that is cut has the entries that are there.
    const whole = Math.min(count, Math.floor((bytes.length - start) / entryBytes))
    found.push({
      entries: Array.from({ length: whole }, (_, index) => {
        return readEntry(bytes, start + index * entryBytes, read)
      }),
    })
    at = read(bytes, start + count * entryBytes, 4)
  }
  return found
}

/** The first number of an entry of this directory. */
export function valueOf({ entries }: TiffDirectory, tag: number, fallback: number): number {
  return entries.find((each) => each.tag === tag)?.first ?? fallback
}

function readEntry(bytes: Buffer, at: number, read: typeof bigEndian): TiffEntry {
  const type = read(bytes, at + 2, 2)
  const each = typeBytes[type] ?? 8
  const sizeBytes = each * read(bytes, at + 4, 4)
  const valueAt = sizeBytes <= 4 ? at + 8 : read(bytes, at + 8, 4)
  return {
    tag: read(bytes, at, 2),
    sizeBytes,
    first: each <= 4 ? read(bytes, valueAt, each) : 0,
    shrink(copy) {
      const write = (value: number, place: number, length: number) => {
        if (read === littleEndian) copy.writeUIntLE(value, place, length)
        else copy.writeUIntBE(value, place, length)
      }
      write(undefinedType, at + 2, 2)
      write(1, at + 4, 4)
      write(0, at + 8, 4)
    },
  }
}
