import { type FilePart, pngChunks } from '#domain/picture/file-parts.ts'

const palette = 3
const greyOrRgb = new Map([
  [0, 2],
  [2, 6],
])

/**
 * Palettes and transparent colours that say more than their picture can have. Decoders differ in what
 * they make of those; here they become what Chromium shows (version 156, tried file by file), for that
 * is what people paint on:
 * - an index beyond the palette has the palette's last colour, with that colour's opacity;
 * - opacities beyond the palette, and bytes beyond the transparent colour, do not count;
 * - a transparent grey beyond the depth (below 8 bits) is nobody's: the picture is opaque.
 * @returns the new data of PLTE and tRNS, none when they are right; empty to leave the chunk out
 */
export function repairColours(png: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const part of pngChunks(png)) {
    if (part.name === 'IDAT') break
    if (!found.has(part.name)) found.set(part.name, dataOf(png, part))
  }
  const header = found.get('IHDR')
  const [depth = 8, type = 0] = [header?.[8], header?.[9]]
  const [colours, opacity] = [found.get('PLTE'), found.get('tRNS')]
  if (type === palette) return repairPalette(depth, colours, opacity)
  return opacity ? repairColour(type, depth, opacity) : new Map()
}

function repairPalette(depth: number, colours: Buffer | undefined, opacity: Buffer | undefined) {
  const mended = new Map<string, Buffer>()
  if (depth > 8 || colours === undefined || colours.length < 3 || colours.length % 3 !== 0)
    return mended
  const [has, needs] = [colours.length / 3, 2 ** depth]
  const isFull = opacity !== undefined && opacity.length >= has
  if (opacity !== undefined && opacity.length > has) mended.set('tRNS', opacity.subarray(0, has))
  if (has >= needs) return mended
  mended.set('PLTE', repeatLast(colours, { size: 3, count: needs }))
  if (isFull) mended.set('tRNS', repeatLast(opacity.subarray(0, has), { size: 1, count: needs }))
  return mended
}

function repeatLast(entries: Buffer, { size, count }: { size: number; count: number }): Buffer {
  const last = entries.subarray(entries.length - size)
  const more = Array.from({ length: count - entries.length / size }, () => last)
  return Buffer.concat([entries, ...more])
}

function repairColour(type: number, depth: number, opacity: Buffer) {
  const mended = new Map<string, Buffer>()
  const length = greyOrRgb.get(type)
  if (length === undefined || opacity.length < length) return mended
  const isBeyond = type === 0 && depth < 8 && opacity.readUInt16BE(0) >= 2 ** depth
  if (isBeyond) mended.set('tRNS', Buffer.alloc(0))
  else if (opacity.length > length) mended.set('tRNS', opacity.subarray(0, length))
  return mended
}

function dataOf(png: Buffer, { dataStart, dataEnd }: FilePart): Buffer {
  return png.subarray(dataStart, dataEnd)
}
