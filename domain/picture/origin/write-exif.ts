import { exifTags, exifTypes } from './exif-tags.ts'
import type { FileOrigin } from './origin.ts'
import { encodeText } from './utf8.ts'

type Field = {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly data: Uint8Array
}

const headerBytes = 8

/**
 * Writes as EXIF where a picture comes from, and nothing else.
 * @returns a TIFF structure, big-endian, without a prefix; `undefined` when nothing is known
 */
export function writeExif(origin: FileOrigin): Uint8Array | undefined {
  const photo = captureFields(origin.capturedAt)
  const main = mainFields(origin)
  if (main.length + photo.length === 0) return undefined
  const fields = photo.length === 0 ? main : [...main, long(exifTags.exifIfd, 0)]
  const photoAt = headerBytes + directory(fields, 0).length
  const first = directory(
    fields.map((field) => (field.tag === exifTags.exifIfd ? long(field.tag, photoAt) : field)),
    headerBytes,
  )
  const second = photo.length === 0 ? [] : directory(photo, photoAt)
  return Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, headerBytes, ...first, ...second])
}

function mainFields({ copyright, creators, density }: FileOrigin): Field[] {
  return [
    ...(density ? resolution(density) : []),
    ...(creators ? [text(exifTags.artist, creators.join('; '))] : []),
    ...(copyright ? [text(exifTags.copyright, copyright)] : []),
  ]
}

/** EXIF knows times only, no days alone. */
function captureFields(capturedAt = ''): Field[] {
  const [day = '', time = ''] = capturedAt.split('T')
  if (time === '') return []
  const taken = text(exifTags.dateTimeOriginal, `${day.replaceAll('-', ':')} ${time.slice(0, 8)}`)
  const offset = time.slice(8).replace('Z', '+00:00')
  return offset === '' ? [taken] : [taken, text(exifTags.offsetTimeOriginal, offset)]
}

function resolution({ acrossPerM, downPerM }: NonNullable<FileOrigin['density']>): Field[] {
  // Pixels a centimetre, as hundredths of those a metre: exact.
  return [
    rational(exifTags.xResolution, acrossPerM),
    rational(exifTags.yResolution, downPerM),
    {
      tag: exifTags.resolutionUnit,
      type: exifTypes.short,
      count: 1,
      data: Uint8Array.of(0, 3, 0, 0),
    },
  ]
}

function text(tag: number, value: string): Field {
  const data = encodeText(`${value}\0`)
  return { tag, type: exifTypes.ascii, count: data.length, data }
}

function long(tag: number, value: number): Field {
  return { tag, type: exifTypes.long, count: 1, data: Uint8Array.from(bytesOf(value, 4)) }
}

function rational(tag: number, hundredths: number): Field {
  const data = Uint8Array.from([...bytesOf(hundredths, 4), ...bytesOf(100, 4)])
  return { tag, type: exifTypes.rational, count: 1, data }
}

/** Entries in order of their tags, and after them what does not fit into four bytes. */
function directory(fields: readonly Field[], at: number): number[] {
  const entries: number[] = []
  const values: number[] = []
  const valuesAt = at + 2 + fields.length * 12 + 4
  for (const { tag, type, count, data } of fields) {
    const isShort = data.length <= 4
    const place = isShort ? [...data, 0, 0, 0, 0].slice(0, 4) : bytesOf(valuesAt + values.length, 4)
    entries.push(...bytesOf(tag, 2), ...bytesOf(type, 2), ...bytesOf(count, 4), ...place)
    if (!isShort) values.push(...data, ...(data.length % 2 === 1 ? [0] : []))
  }
  return [...bytesOf(fields.length, 2), ...entries, 0, 0, 0, 0, ...values]
}

function bytesOf(value: number, count: 2 | 4): number[] {
  return Array.from({ length: count }, (_, at) => (value >>> ((count - 1 - at) * 8)) & 255)
}
