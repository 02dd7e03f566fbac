/** A little-endian TIFF of 16 × 16 grey pixels, with what is asked for beside or instead. */
export function tiffFile(
  tags: Readonly<Record<number, number>>,
  { blobs = {}, pages = 1 }: { blobs?: Readonly<Record<number, Buffer>>; pages?: number } = {},
): Buffer {
  const pixels = Buffer.alloc(256, 128)
  const stored = Object.values(blobs)
  const dataAt = 8 + pixels.length
  const base: Record<number, number> = {
    256: 16,
    257: 16,
    258: 8,
    259: 1,
    262: 1,
    273: 8,
    277: 1,
    278: 16,
    279: 256,
    ...tags,
  }
  const numbers = Object.entries(base).map(([tag, value]) => ({
    tag: Number(tag),
    type: 4,
    count: 1,
    value,
  }))
  let at = dataAt
  const placed = Object.entries(blobs).map(([tag, blob]) => {
    const entry = { tag: Number(tag), type: 7, count: blob.length, value: at }
    at += blob.length
    return entry
  })
  const entries = [...numbers, ...placed].toSorted((a, b) => a.tag - b.tag)
  const header = Buffer.from('II*\0\0\0\0\0', 'latin1')
  header.writeUInt32LE(at, 4)
  const size = 2 + entries.length * 12 + 4
  const directories = Array.from({ length: pages }, (_, page) => {
    const directory = Buffer.alloc(size)
    directory.writeUInt16LE(entries.length, 0)
    for (const [index, { tag, type, count, value }] of entries.entries()) {
      directory.writeUInt16LE(tag, 2 + index * 12)
      directory.writeUInt16LE(type, 4 + index * 12)
      directory.writeUInt32LE(count, 6 + index * 12)
      directory.writeUInt32LE(value, 10 + index * 12)
    }
    directory.writeUInt32LE(page + 1 < pages ? at + (page + 1) * size : 0, size - 4)
    return directory
  })
  return Buffer.concat([header, pixels, ...stored, ...directories])
}
