import { AppError } from '#domain/errors.ts'
import type { Message } from '#domain/message/message.ts'
import { partsLimits, refuseParts, refuseProfile } from './parts-limits.ts'
import { type TiffDirectory, type TiffEntry, tiffDirectories, valueOf } from './tiff-directories.ts'

/** Tags of TIFF 6.0, DNG 1.7 and TIFF/EP that are looked at here. */
const tags = {
  subfileType: 254,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
  sampleFormat: 339,
  profile: 34_675,
  dngVersion: 50_706,
} as const

/** Where strips and tiles lie and how long they are: as many numbers as there are of them. */
const layout = new Set([273, 279, 324, 325])
const maxLayoutBytes = 16_000_000
const maxOtherBytes = 1_000_000

/** A thumbnail of another picture of the file: what raw files begin with. */
const isReduced = 1
/** Colour filter arrays and what is made of them (DNG 1.7, table 2). */
const rawPhotometrics = new Set([32_803, 34_892])
/** Nikon's, Sony's and Pentax's own. */
const rawCompressions = new Set([34_713, 32_767, 65_535])

/**
 * Checks a TIFF's directories before a decoder reads them: every entry may claim the whole file, and a
 * decoder would hold each. Large entries that say nothing of the picture (layers, previews, XMP) are
 * cut to a byte in a copy.
 * @returns the file as decoders may see it, and how many pages it has
 * @throws AppError INVALID_IMAGE for raw pictures of cameras, numbers that are not 1 to 16 bits, and
 *   for a profile or directories beyond all measure
 */
export function readTiff(bytes: Buffer): { bytes: Buffer; frames: number } {
  const directories = tiffDirectories(bytes)
  const [first] = directories
  if (!first) return { bytes, frames: 1 }
  checkKind(first)
  const large = directories.flatMap(({ entries }) => entries.filter(isTooLarge))
  const frames = directories.filter(
    (each) => !(valueOf(each, tags.subfileType, 0) & isReduced),
  ).length
  if (large.length === 0) return { bytes, frames }
  const copy = Buffer.from(bytes)
  for (const entry of large) entry.shrink(copy)
  return { bytes: copy, frames }
}

function checkKind(directory: TiffDirectory): void {
  const value = (tag: number, fallback: number) => valueOf(directory, tag, fallback)
  const isRaw =
    directory.entries.some(({ tag }) => tag === tags.dngVersion) ||
    (value(tags.subfileType, 0) & isReduced) === isReduced ||
    rawPhotometrics.has(value(tags.photometric, 1)) ||
    rawCompressions.has(value(tags.compression, 1))
  if (isRaw) {
    throw refused({ key: 'fileKindNotTaken', kind: 'Camera RAW' })
  }
  const [bits, samples] = [value(tags.bitsPerSample, 1), value(tags.samplesPerPixel, 1)]
  if (bits <= 16 && samples <= 5 && value(tags.sampleFormat, 1) === 1) return
  throw refused({ key: 'tiffNotTaken' })
}

function isTooLarge({ tag, sizeBytes }: TiffEntry): boolean {
  if (layout.has(tag)) {
    if (sizeBytes > maxLayoutBytes) refuseParts()
    return false
  }
  if (tag !== tags.profile) return sizeBytes > maxOtherBytes
  if (sizeBytes > partsLimits.maxProfileBytes) refuseProfile()
  return false
}

function refused(reason: Message): AppError {
  return new AppError('INVALID_IMAGE', reason)
}
