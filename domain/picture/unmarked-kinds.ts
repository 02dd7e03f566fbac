import { latin1, littleEndian } from './byte-view.ts'

/** Kinds of file that do not begin with a fixed mark. */

/** A PDF's header may stand within the first 1,024 bytes (ISO 32000-1, annex H, note 13). */
export function isPdf(head: string): boolean {
  return head.slice(0, 1_024).includes('%PDF-')
}

/** What may come before an SVG's root: XML declarations, comments, a document type. */
const prologue = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!DOCTYPE svg', '>'],
] as const

/** Whether the first element of an XML text is `svg`. @param head Latin-1, a BOM included */
export function isSvg(head: string): boolean {
  let rest = head.replace(/^\xef\xbb\xbf/, '').trimStart()
  for (;;) {
    const part = prologue.find(([start]) => rest.startsWith(start))
    if (!part) return /^<([\w-]+:)?svg[\s/>]/.test(rest)
    // A document type may declare entities in brackets, each with an angle bracket of its own.
    const hasSubset = part[1] === '>' && /^[^>]*\[/.test(rest)
    const end = hasSubset ? ']>' : part[1]
    const at = hasSubset ? rest.search(/\]\s*>/) : rest.indexOf(end, part[0].length)
    // A prologue longer than the head: what else begins like this and names SVG is not met.
    if (at < 0) return part[0] === '<!DOCTYPE svg'
    rest = rest.slice(rest.indexOf('>', at) + 1).trimStart()
  }
}

const tgaFooter = 'TRUEVISION-XFILE.\0'

/**
 * Whether these are the bytes of a TGA, by the footer of its second version, or by a header whose
 * every field is in range (Truevision TGA specification 2.0).
 */
export function isTga(bytes: Uint8Array): boolean {
  const footer = latin1(bytes, bytes.length - tgaFooter.length, tgaFooter.length)
  return footer === tgaFooter || (bytes.length > 18 && hasTgaHeader(bytes))
}

function hasTgaHeader(bytes: Uint8Array): boolean {
  const [colourMap, type = 0, depth = 0, descriptor = 0] = [1, 2, 16, 17].map((at) => bytes[at])
  const isMapped = type === 1 || type === 9
  const isSized = littleEndian(bytes, 12, 2) > 0 && littleEndian(bytes, 14, 2) > 0
  return (
    isSized &&
    colourMap === (isMapped ? 1 : 0) &&
    [1, 2, 3, 9, 10, 11].includes(type) &&
    [8, 15, 16, 24, 32].includes(depth) &&
    (descriptor & 0xc0) === 0
  )
}
