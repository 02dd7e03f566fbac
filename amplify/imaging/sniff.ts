import { AppError } from '#domain/errors.ts'
import type { ImageMime } from '#domain/object-key.ts'

const known: readonly { readonly name: string; readonly matches: (head: string) => boolean }[] = [
  { name: 'GIF', matches: (head) => /^GIF8[79]a/.test(head) },
  { name: 'AVIF', matches: (head) => /^.{4}ftypavi[fs]/s.test(head) },
  { name: 'HEIC', matches: (head) => /^.{4}ftyp(hei|hev|mif1|msf1)/s.test(head) },
  { name: 'TIFF', matches: (head) => head.startsWith('II*\0') || head.startsWith('MM\0*') },
  { name: 'BMP', matches: (head) => head.startsWith('BM') && head.startsWith('\0\0\0\0', 6) },
  { name: 'Photoshop', matches: (head) => head.startsWith('8BPS') },
  { name: 'JPEG XL', matches: (head) => head.startsWith('\xff\n') || head.startsWith('JXL ', 4) },
  { name: 'SVG', matches: (head) => /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg/is.test(head) },
  { name: 'PDF', matches: (head) => head.startsWith('%PDF') },
]

/**
 * Tells a file's type by its first bytes, whatever its name says.
 * @throws AppError INVALID_IMAGE for everything but PNG, JPEG and WebP
 */
export function sniffImage(bytes: Buffer): ImageMime {
  const head = bytes.subarray(0, 256).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^RIFF.{4}WEBP/s.test(head)) return 'image/webp'
  const other = known.find((each) => each.matches(head))
  throw new AppError(
    'INVALID_IMAGE',
    other === undefined
      ? 'This file is not a picture. PNG, JPEG and WebP files can be edited.'
      : `${other.name} files cannot be edited here. Save the picture as PNG, JPEG or WebP.`,
  )
}

/** Whether a PNG is an animation: an `acTL` chunk before the picture's data (APNG, section 5). */
export function isAnimatedPng(bytes: Buffer): boolean {
  let at = 8
  while (at + 8 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'acTL') return true
    if (type === 'IDAT' || type === 'IEND') return false
    at += 12 + bytes.readUInt32BE(at)
  }
  return false
}
