import { exifTags, exifTypes, perMetre } from './exif-tags.ts'
import {
  cleanDate,
  cleanText,
  densityOf,
  type FileOrigin,
  known,
  maxCreators,
  maxTextLength,
} from './origin.ts'
import { decodeText } from './utf8.ts'

/** Real directories have up to about 60 entries. */
const maxEntries = 200
const entryBytes = 12

type Entry = { readonly type: number; readonly count: number; readonly at: number }
type Directory = ReadonlyMap<number, Entry>
type Reader = { readonly view: DataView; readonly isLittle: boolean }

/**
 * Reads from EXIF where a picture comes from.
 * @param exif a TIFF structure, with the prefix `Exif\0\0` or without; what is damaged is left out
 */
export function readExif(exif: Uint8Array): FileOrigin {
  const hasPrefix = exif[0] === 0x45 && exif[1] === 0x78
  const tiff = hasPrefix ? exif.subarray(6) : exif
  if (tiff.length < 8) return {}
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const order = view.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return {}
  const reader = { view, isLittle: order === 0x4949 }
  const main = readDirectory(reader, view.getUint32(4, reader.isLittle))
  const pointer = main.get(exifTags.exifIfd)
  const photo = pointer ? readDirectory(reader, numberOf(reader, pointer)) : new Map()
  const creators = textOf(reader, main.get(exifTags.artist))
  return known({
    copyright: cleanText(textOf(reader, main.get(exifTags.copyright))),
    creators: creatorsIn(creators),
    capturedAt: cleanDate(
      textOf(reader, photo.get(exifTags.dateTimeOriginal)),
      textOf(reader, photo.get(exifTags.offsetTimeOriginal)),
    ),
    density: densityIn(reader, main),
  })
}

/** Several stand in one text, each after a semicolon (EXIF 3.0, 4.6.5). */
function creatorsIn(text: string | undefined): string[] | undefined {
  const names = (text ?? '').split(';').flatMap((name) => cleanText(name) ?? [])
  return names.length === 0 ? undefined : names.slice(0, maxCreators)
}

function densityIn(reader: Reader, main: Directory): FileOrigin['density'] {
  const [x, y] = [main.get(exifTags.xResolution), main.get(exifTags.yResolution)]
  if (!x || !y) return undefined
  const unit = main.get(exifTags.resolutionUnit)
  const factor = perMetre[unit ? numberOf(reader, unit) : 2]
  if (factor === undefined) return undefined
  return densityOf(rationalOf(reader, x) * factor, rationalOf(reader, y) * factor)
}

function readDirectory({ view, isLittle }: Reader, at: number): Directory {
  const entries = new Map<number, Entry>()
  if (at + 2 > view.byteLength) return entries
  const count = Math.min(view.getUint16(at, isLittle), maxEntries)
  for (let index = 0; index < count; index++) {
    const from = at + 2 + index * entryBytes
    if (from + entryBytes > view.byteLength) break
    entries.set(view.getUint16(from, isLittle), {
      type: view.getUint16(from + 2, isLittle),
      count: view.getUint32(from + 4, isLittle),
      at: from + 8,
    })
  }
  return entries
}

/** A whole number that stands in the entry itself. */
function numberOf({ view, isLittle }: Reader, { type, at }: Entry): number {
  return type === exifTypes.short ? view.getUint16(at, isLittle) : view.getUint32(at, isLittle)
}

function rationalOf({ view, isLittle }: Reader, { type, at }: Entry): number {
  const from = view.getUint32(at, isLittle)
  if (type !== exifTypes.rational || from + 8 > view.byteLength) return Number.NaN
  return view.getUint32(from, isLittle) / view.getUint32(from + 4, isLittle)
}

function textOf({ view, isLittle }: Reader, entry: Entry | undefined): string | undefined {
  if (!entry || ![exifTypes.ascii, 129].includes(entry.type)) return undefined
  const from = entry.count <= 4 ? entry.at : view.getUint32(entry.at, isLittle)
  const length = Math.min(entry.count, maxTextLength * 4)
  if (from + length > view.byteLength) return undefined
  const bytes = new Uint8Array(view.buffer, view.byteOffset + from, length)
  return decodeText(bytes).replace(/\0+$/, '')
}
