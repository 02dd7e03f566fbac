import { cleanDate, cleanText, type FileOrigin, known, maxCreators } from './origin.ts'
import { decodeText } from './utf8.ts'

/** Data sets of the application record (IPTC-NAA IIM 4.2, 6). */
const sets = { date: 55, time: 60, byline: 80, copyright: 116 } as const
const maxSets = 500
/** Marker, record, data set and the length of the text. */
const headBytes = 5
const tagMarker = 0x1c
const applicationRecord = 2

/**
 * Reads from IPTC's older form where a picture comes from.
 * @param iptc with Photoshop's resource block around it or without
 */
export function readIim(iptc: Uint8Array): FileOrigin {
  const values = readSets(iptc)
  const names = (values.get(sets.byline) ?? []).flatMap((name) => cleanText(name) ?? [])
  return known({
    copyright: cleanText(values.get(sets.copyright)?.[0]),
    creators: names.length === 0 ? undefined : names.slice(0, maxCreators),
    capturedAt: dateOf(values.get(sets.date)?.[0], values.get(sets.time)?.[0]),
  })
}

/** The texts of the application record by their data sets, which may come again. */
function readSets(iptc: Uint8Array): ReadonlyMap<number, readonly string[]> {
  const values = new Map<number, string[]>()
  const view = new DataView(iptc.buffer, iptc.byteOffset, iptc.byteLength)
  let at = startOf(iptc)
  for (let count = 0; count < maxSets && at + headBytes <= iptc.length; count++) {
    const end = at + headBytes + view.getUint16(at + 3)
    if (view.getUint8(at) !== tagMarker || end > iptc.length) break
    if (view.getUint8(at + 1) === applicationRecord) {
      const set = view.getUint8(at + 2)
      const text = decodeText(iptc.subarray(at + headBytes, end))
      values.set(set, [...(values.get(set) ?? []), text])
    }
    at = end
  }
  return values
}

/** The first data set of the envelope or the application record. */
function startOf(iptc: Uint8Array): number {
  for (let at = 0; at + 5 < iptc.length; at++) {
    if (iptc[at] === tagMarker && [1, applicationRecord].includes(iptc[at + 1] ?? 0)) return at
  }
  return iptc.length
}

/** `20261130` and `142501+0100`. */
function dateOf(date: string | undefined, time: string | undefined): string | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)/.exec(date ?? '')
  if (!day) return undefined
  const clock = /^(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?/.exec(time ?? '')
  const zone = clock?.[4] === undefined ? '' : `${clock[4]}:${clock[5]}`
  const rest = clock ? `T${clock[1]}:${clock[2]}:${clock[3]}${zone}` : ''
  return cleanDate(`${day[1]}-${day[2]}-${day[3]}${rest}`)
}
