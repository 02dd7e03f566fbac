import { crc32 } from 'node:zlib'

/** EXIF blocks, and files that carry them, made by hand where no encoder would make them. */
export type ExifTag = {
  readonly value: number
  /** SHORT (3) unless told otherwise. */
  readonly type?: number
  readonly count?: number
  readonly order?: 'II' | 'MM'
  readonly prefix?: boolean
}

/** A TIFF header and one directory with one entry, the Orientation. */
export function exifBlock({
  value,
  type = 3,
  count = 1,
  order = 'MM',
  prefix = false,
}: ExifTag): Buffer {
  const isLittle = order === 'II'
  const block = Buffer.alloc(26)
  const write = (number: number, at: number, length: number) =>
    isLittle ? block.writeUIntLE(number, at, length) : block.writeUIntBE(number, at, length)
  block.write(order, 'latin1')
  write(42, 2, 2)
  write(8, 4, 4)
  write(1, 8, 2)
  write(0x0112, 10, 2)
  write(type, 12, 2)
  write(count, 14, 4)
  write(value, 18, [0, 1, 1, 2, 4][type] ?? 2)
  return prefix ? Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]) : block
}

/** Puts an EXIF block into a file without one, where its kind has it. */
export const withExif = {
  jpeg(jpeg: Buffer, block: Buffer): Buffer {
    const data = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block])
    const head = Buffer.from([0xff, 0xe1, (data.length + 2) >> 8, (data.length + 2) & 255])
    return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)])
  },
  png(png: Buffer, block: Buffer): Buffer {
    return Buffer.concat([png.subarray(0, 33), pngChunk('eXIf', block), png.subarray(33)])
  },
  /** The size is that of the picture, which a simple WebP does not say in its header. */
  webp(webp: Buffer, block: Buffer, { width, height }: { width: number; height: number }): Buffer {
    const extended = Buffer.alloc(10)
    extended[0] = 0x08
    extended.writeUIntLE(width - 1, 4, 3)
    extended.writeUIntLE(height - 1, 7, 3)
    return riff([webpChunk('VP8X', extended), webp.subarray(12), webpChunk('EXIF', block)])
  },
}

/** A WebP of these chunks. */
export function riff(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

export function webpChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

export function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
