import { cleanDate, cleanText, type FileOrigin, known, maxCreators } from './origin.ts'

/** What we look for stands in the first part of any packet. */
const maxChars = 200_000

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/**
 * Reads from an XMP packet where a picture comes from: `dc:rights`, `dc:creator` and when it was
 * taken. Not a parser of RDF: it knows the forms that programs write.
 */
export function readXmp(packet: string): FileOrigin {
  const text = packet.slice(0, maxChars)
  const creators = itemsOf(text, 'dc:creator').slice(0, maxCreators)
  return known({
    copyright: itemsOf(text, 'dc:rights')[0],
    creators: creators.length === 0 ? undefined : creators,
    capturedAt:
      cleanDate(valueOf(text, 'exif:DateTimeOriginal')) ??
      cleanDate(valueOf(text, 'photoshop:DateCreated')),
  })
}

/** An attribute, or an element with nothing but text. */
function valueOf(text: string, name: string): string | undefined {
  const found =
    new RegExp(`\\s${name}\\s*=\\s*"([^"]{0,4000})"`).exec(text) ??
    new RegExp(`\\s${name}\\s*=\\s*'([^']{0,4000})'`).exec(text) ??
    new RegExp(`<${name}>([^<]{0,4000})</${name}>`).exec(text)
  return found?.[1] && unescaped(found[1])
}

/** The items of a list, else the one value. */
function itemsOf(text: string, name: string): string[] {
  const from = text.indexOf(`<${name}>`)
  const to = from === -1 ? -1 : text.indexOf(`</${name}>`, from)
  const list = to === -1 ? '' : text.slice(from, to)
  const items = [...list.matchAll(/<rdf:li[^>]*>([^<]{1,4000})<\/rdf:li>/g)]
  const values = items.length > 0 ? items.map(([, value]) => value) : [valueOf(text, name)]
  return values.flatMap((value) => cleanText(value && unescaped(value)) ?? [])
}

function unescaped(text: string): string {
  return text
    .replaceAll(/&#(\d{1,7});/g, (_, digits: string) => characterOf(Number(digits)))
    .replaceAll(/&#x([\da-f]{1,6});/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '')
}

function characterOf(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '\uFFFD'
}
