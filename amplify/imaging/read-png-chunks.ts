/** After the signature. */
const firstChunkAt = 8
/** Length, type and checksum around each chunk's data. */
const framingBytes = 12
/** A file may have thousands of text chunks; what we look for comes within these. */
const maxChunks = 1_000

/**
 * The chunks of a PNG that come before its pixels, by type: of each type the first.
 * @param png may be cut off or forged; a chunk that reaches beyond its end stops the reading
 */
export function headChunks(png: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  let at = firstChunkAt
  for (let count = 0; count < maxChunks && at + framingBytes <= png.length; count++) {
    const end = at + framingBytes + png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT' || type === 'IEND' || end > png.length) break
    if (!chunks.has(type)) chunks.set(type, png.subarray(at + 8, end - 4))
    at = end
  }
  return chunks
}
