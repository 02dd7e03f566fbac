import { AppError } from '#domain/errors.ts'
import { exifIdentifier } from '#domain/picture/exif.ts'
import { type FilePart, jpegSegments } from '#domain/picture/file-parts.ts'
import { findJpegEnd } from './jpeg-end.ts'
import { keptRanges } from './kept-ranges.ts'
import { partsLimits, refuseProfile } from './parts-limits.ts'

const startOfImage = { start: 0, end: 2 }
const endOfImage = Buffer.from([0xff, 0xd9])

/** Baseline, extended and progressive with Huffman coding: what browsers read (T.81, table B.1). */
const readFrames = new Set(['c0', 'c1', 'c2'])
const otherFrames = new Set('c3 c5 c6 c7 c9 ca cb cd ce cf f7'.split(' '))

export type LeanJpeg = {
  readonly bytes: Buffer
  /** Whether its end had to be added, so that only a decoder that finds all pixels may say that it is whole. */
  readonly wasOpen: boolean
}

/**
 * A JPEG with its picture, and one EXIF, XMP, IPTC and profile of bearable size; nothing behind its
 * end. An end marker that is missing is added: some cameras and downloads lose it, and no pixel.
 * @throws AppError INVALID_IMAGE for a kind of JPEG that browsers do not read, for a profile beyond
 *   all measure, and for more scans than any encoder writes
 */
export function leanJpeg(bytes: Buffer): LeanJpeg {
  const kept = keptRanges(bytes)
  kept.keep(startOfImage)
  const seen = new Set<Role>()
  let profileBytes = 0
  for (const segment of jpegSegments(bytes)) {
    checkFrame(bytes, segment)
    const role = roleOf(bytes, segment)
    if (role === 'PROFILE') profileBytes += segment.end - segment.start
    if (profileBytes > partsLimits.maxProfileBytes) refuseProfile()
    if (role === 'NONE' || seen.has(role)) {
      kept.drop()
      continue
    }
    if (role !== 'PICTURE' && role !== 'PROFILE') seen.add(role)
    kept.keep(segment)
    if (segment.name !== 'da') continue
    const { end, isOpen } = findJpegEnd(bytes, segment.end)
    kept.keep({ start: segment.end, end })
    const lean = kept.finish()
    return isOpen
      ? { bytes: Buffer.concat([lean, endOfImage]), wasOpen: true }
      : { bytes: lean, wasOpen: false }
  }
  // A file without a scan is no picture; the decoder says so.
  return { bytes: kept.finish(), wasOpen: false }
}

/** What application segments are kept for, by marker and by how their data begins. */
const roles = [
  { name: 'e0', start: 'JFIF\0', role: 'JFIF' },
  { name: 'e1', start: exifIdentifier, role: 'EXIF' },
  { name: 'e1', start: 'http://ns.adobe.com/xap/1.0/\0', role: 'XMP' },
  { name: 'e2', start: 'ICC_PROFILE\0', role: 'PROFILE' },
  { name: 'ed', start: 'Photoshop 3.0\0', role: 'IPTC' },
  { name: 'ee', start: 'Adobe', role: 'ADOBE' },
] as const

type Role = (typeof roles)[number]['role'] | 'PICTURE' | 'NONE'

function roleOf(bytes: Buffer, { name, dataStart, dataEnd }: FilePart): Role {
  const isComment = name === 'fe'
  if (!isComment && !/^e[0-9a-f]$/.test(name)) return 'PICTURE'
  const start = bytes.toString('latin1', dataStart, Math.min(dataEnd, dataStart + 40))
  return roles.find((each) => each.name === name && start.startsWith(each.start))?.role ?? 'NONE'
}

/** @throws AppError INVALID_IMAGE when the picture is coded in a way that browsers do not read */
function checkFrame(bytes: Buffer, { name, dataStart }: FilePart): void {
  const isOther = otherFrames.has(name) || (readFrames.has(name) && bytes[dataStart] !== 8)
  if (!isOther) return
  throw new AppError('INVALID_IMAGE', { key: 'jpegNotTaken' })
}
