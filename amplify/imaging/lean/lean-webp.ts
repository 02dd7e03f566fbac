import { type FilePart, webpChunks } from '#domain/picture/file-parts.ts'
import { type FlaggedChunk, repairRiff } from '#domain/picture/riff.ts'
import { keptRanges } from './kept-ranges.ts'
import { partsLimits, refuseProfile } from './parts-limits.ts'

const header = { start: 0, end: 12 }
const data = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF'])
const metadata: Readonly<Record<FlaggedChunk, number>> = {
  ICCP: partsLimits.maxProfileBytes,
  EXIF: partsLimits.maxExifBytes,
  'XMP ': partsLimits.maxXmpBytes,
}

/**
 * A WebP with its picture, and one profile, EXIF and XMP of bearable size.
 * @throws AppError INVALID_IMAGE for a profile beyond all measure
 */
export function leanWebp(bytes: Buffer): Buffer {
  const kept = keptRanges(bytes)
  kept.keep(header)
  const seen = new Set<FlaggedChunk>()
  for (const chunk of webpChunks(bytes)) {
    const flagged = flaggedName(chunk)
    const isKept = flagged ? !seen.has(flagged) && fits(flagged, chunk) : data.has(chunk.name)
    if (!isKept) {
      kept.drop()
      continue
    }
    kept.keep(chunk)
    if (flagged) seen.add(flagged)
  }
  const lean = kept.finish()
  if (lean === bytes) return bytes
  const names = Object.keys(metadata) as FlaggedChunk[]
  repairRiff(lean, ...names.filter((name) => !seen.has(name)))
  return lean
}

function flaggedName({ name }: FilePart): FlaggedChunk | undefined {
  return name === 'ICCP' || name === 'EXIF' || name === 'XMP ' ? name : undefined
}

function fits(name: FlaggedChunk, { dataStart, dataEnd }: FilePart): boolean {
  const isSmall = dataEnd - dataStart <= metadata[name]
  if (!isSmall && name === 'ICCP') refuseProfile()
  return isSmall
}
