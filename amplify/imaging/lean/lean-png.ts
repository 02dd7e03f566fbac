import { type FilePart, pngChunks } from '#domain/picture/file-parts.ts'
import { framedChunk } from '../png-chunks.ts'
import { tryInflate } from './inflate.ts'
import { keptRanges } from './kept-ranges.ts'
import { partsLimits, refuseProfile } from './parts-limits.ts'
import { repairColours } from './png-colours.ts'

const header = { start: 0, end: 8 }

/** Chunks that may come any number of times: a picture's data may lie in thousands of them. */
const data = new Set(['IHDR', 'IDAT', 'IEND'])

/** What says how numbers look, or how large a pixel is: each counts once, all are small. */
const once = new Set('gAMA cHRM sRGB cICP mDCV cLLI sBIT pHYs bKGD'.split(' '))

const xmpKeyword = 'XML:com.adobe.xmp\0'

/**
 * A PNG with what its picture needs, its EXIF and its XMP, and nothing else: neither text nor
 * animation, and nothing behind its end. Palette and transparent colour are brought into range.
 * @throws AppError INVALID_IMAGE for a profile beyond all measure
 */
export function leanPng(bytes: Buffer): Buffer {
  const kept = keptRanges(bytes)
  kept.keep(header)
  const seen = new Set<string>()
  const colours = repairColours(bytes)
  for (const chunk of pngChunks(bytes)) {
    const { name } = chunk
    const mended = colours.get(name)
    const isNew = !seen.has(name)
    if (data.has(name)) kept.keep(chunk)
    else if (!isNew || !isKept(bytes, chunk)) kept.drop()
    else {
      if (mended === undefined) kept.keep(chunk)
      else if (mended.length === 0) kept.drop()
      else kept.replace(framedChunk(name, mended))
      seen.add(name)
    }
  }
  return kept.finish()
}

function isKept(bytes: Buffer, { name, dataStart, dataEnd }: FilePart): boolean {
  if (name === 'PLTE' || name === 'tRNS') return true
  const content = bytes.subarray(dataStart, dataEnd)
  if (name === 'iCCP') return isProfile(content)
  if (name === 'iTXt') return isXmp(content)
  if (name === 'zTXt') return isCompressedXmp(content)
  if (name === 'eXIf') return content.length <= partsLimits.maxExifBytes
  return once.has(name) && content.length < 100
}

/** Name, zero, method, then a zlib stream (PNG specification, 11.3.2.3); a damaged one is ignored. */
function isProfile(content: Buffer): boolean {
  const name = content.indexOf(0)
  if (name < 1 || name > 79) return false
  const { kind } = tryInflate(content.subarray(name + 2), partsLimits.maxProfileBytes)
  if (kind === 'TOO_LARGE') refuseProfile()
  return kind === 'FITS'
}

/** As libvips writes it: keyword, method, text (11.3.3.3). */
function isCompressedXmp(content: Buffer): boolean {
  if (content.toString('latin1', 0, xmpKeyword.length) !== xmpKeyword) return false
  const text = content.subarray(xmpKeyword.length + 1)
  return tryInflate(text, partsLimits.maxXmpBytes).kind === 'FITS'
}

/** Keyword, whether compressed, method, language, translated keyword, text (11.3.3.4). */
function isXmp(content: Buffer): boolean {
  if (content.toString('latin1', 0, xmpKeyword.length) !== xmpKeyword) return false
  if (content.length > partsLimits.maxXmpBytes) return false
  if (content[xmpKeyword.length] === 0) return true
  const language = content.indexOf(0, xmpKeyword.length + 2)
  const text = content.indexOf(0, language + 1) + 1
  if (language < 0 || text === 0) return false
  return tryInflate(content.subarray(text), partsLimits.maxXmpBytes).kind === 'FITS'
}
