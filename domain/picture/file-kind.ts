import { AppError } from '../errors.ts'
import type { Message } from '../message/message.ts'
import type { ImageMime } from '../object-key.ts'
import { latin1 } from './byte-view.ts'
import { isPdf, isSvg, isTga } from './unmarked-kinds.ts'

type Kind = { readonly name: string; readonly matches: (head: string) => boolean }

const startsWith = (...starts: readonly string[]) => {
  return (head: string) => starts.some((start) => head.startsWith(start))
}

/** Icons and cursors: a zero, the type, how many there are, each of two bytes. */
const isIcon = (type: string) => {
  return (head: string) => head.startsWith(`\0\0${type}\0`) && head[4] !== '\0' && head[5] === '\0'
}

/** HEIF's brands are listed in its first box, `ftyp`, the major one first (ISO/IEC 14496-12, 4.3). */
function hasBrand(head: string, brand: RegExp): boolean {
  if (head.slice(4, 8) !== 'ftyp') return false
  const length = head.charCodeAt(2) * 256 + head.charCodeAt(3)
  const brands = head.slice(8, 12) + head.slice(16, Math.max(16, length))
  return (brands.match(/.{4}/gs) ?? []).some((each) => brand.test(each))
}

const taken: readonly (Kind & { readonly mime: ImageMime })[] = [
  { name: 'PNG', mime: 'image/png', matches: startsWith('\x89PNG\r\n\x1a\n') },
  { name: 'JPEG', mime: 'image/jpeg', matches: startsWith('\xff\xd8\xff') },
  { name: 'WebP', mime: 'image/webp', matches: (head) => /^RIFF.{4}WEBP/s.test(head) },
  { name: 'GIF', mime: 'image/gif', matches: startsWith('GIF87a', 'GIF89a') },
  { name: 'AVIF', mime: 'image/avif', matches: (head) => hasBrand(head, /^avi[fs]$/) },
  // Canon's raw pictures begin like TIFF.
  {
    name: 'TIFF',
    mime: 'image/tiff',
    matches: (head) => startsWith('II*\0', 'MM\0*')(head) && head.slice(8, 10) !== 'CR',
  },
]

const raw = startsWith('II*\0', 'IIRO', 'IIRS', 'MMOR', 'IIU\0', 'FUJIFILMCCD-RAW', '\0MRM', 'FOVb')

/** Looked for in this order; each a kind that people do meet. */
const refused: readonly Kind[] = [
  { name: 'HEIC', matches: (head) => hasBrand(head, /^(he[iv].|mif1|msf1)$/) },
  { name: 'Camera RAW', matches: (head) => raw(head) || hasBrand(head, /^crx $/) },
  {
    name: 'Video',
    matches: (head) => head.slice(4, 8) === 'ftyp' || head.startsWith('\x1aE\xdf\xa3'),
  },
  { name: 'BigTIFF', matches: startsWith('II+\0', 'MM\0+') },
  { name: 'BMP', matches: (head) => head.startsWith('BM') && head.startsWith('\0\0\0\0', 6) },
  { name: 'Photoshop', matches: startsWith('8BPS') },
  { name: 'JPEG XL', matches: startsWith('\xff\n', '\0\0\0\x0cJXL \r\n\x87\n') },
  { name: 'JPEG 2000', matches: startsWith('\0\0\0\x0cjP  \r\n\x87\n', '\xff\x4f\xff\x51') },
  { name: 'JPEG XR', matches: startsWith('II\xbc') },
  { name: 'OpenEXR', matches: startsWith('v/1\x01') },
  { name: 'Radiance HDR', matches: startsWith('#?RADIANCE', '#?RGBE') },
  { name: 'DDS', matches: startsWith('DDS ') },
  { name: 'QOI', matches: startsWith('qoif') },
  { name: 'ICNS', matches: startsWith('icns') },
  { name: 'ICO', matches: isIcon('\x01') },
  { name: 'CUR', matches: isIcon('\x02') },
  { name: 'PPM', matches: (head) => /^P[1-7]\s/.test(head) },
  { name: 'GIMP', matches: startsWith('gimp xcf') },
  { name: 'EPS', matches: startsWith('%!PS', '\xc5\xd0\xd3\xc6') },
  { name: 'PDF', matches: isPdf },
  { name: 'Compressed (SVGZ, gzip)', matches: startsWith('\x1f\x8b\x08') },
  { name: 'SVG', matches: isSvg },
]

/** A PDF's header or an SVG's root may lie this far behind comments, in bytes. */
const headBytes = 16_384

/**
 * Tells a file's type by its content, whatever its name says. The browser asks before it sends a file,
 * the functions ask again.
 * @throws AppError INVALID_IMAGE for every other kind, by name if it is known
 */
export function fileKindOf(bytes: Uint8Array): ImageMime {
  const head = latin1(bytes, 0, headBytes)
  const found = taken.find((each) => each.matches(head))
  if (found) return found.mime
  const name =
    refused.find((each) => each.matches(head))?.name ?? (isTga(bytes) ? 'TGA' : undefined)
  throw new AppError('INVALID_IMAGE', refusalOf(name))
}

function refusalOf(kind: string | undefined): Message {
  if (kind === undefined) return { key: 'fileNotPicture' }
  return kind === 'HEIC' ? { key: 'fileIsHeic' } : { key: 'fileKindNotTaken', kind }
}
