import { crc32, deflateSync } from 'node:zlib'

/** Channels of each colour type of PNG that we write. */
const channelsOf = { 0: 1, 2: 3, 4: 2, 6: 4 } as const

export type PngKind = {
  readonly width: number
  readonly height: number
  /** 0 grey, 2 RGB, 4 grey with alpha, 6 RGB with alpha. */
  readonly type: keyof typeof channelsOf
  readonly depth: 8 | 16
  /** Between IHDR and IDAT, each by `chunk`. */
  readonly chunks?: readonly Buffer[]
}

/**
 * Writes a PNG without any library, so that it says what we want and nothing else.
 * @param valueAt the number of a channel, in the depth given
 */
export function writePng(
  { width, height, type, depth, chunks = [] }: PngKind,
  valueAt: (place: { x: number; y: number }, channel: number) => number,
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header[8] = depth
  header[9] = type
  const channels = channelsOf[type]
  const bytes = depth / 8
  const rowBytes = 1 + width * channels * bytes
  const rows = Buffer.alloc(rowBytes * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const at = y * rowBytes + 1 + (x * channels + channel) * bytes
        rows.writeUIntBE(valueAt({ x, y }, channel), at, bytes)
      }
    }
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...chunks,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** One chunk, with its length and checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** Chunk data of 32-bit numbers. */
function numbers(...values: number[]): Buffer {
  const data = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) data.writeUInt32BE(value, at * 4)
  return data
}

export const gamma = (value: number): Buffer => chunk('gAMA', numbers(value))

/** White of D65, and the primaries of Adobe RGB (1998). */
export const wideChroma = chunk(
  'cHRM',
  numbers(31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000),
)

/** Full range RGB, with these numbers of ITU-T H.273 for primaries and transfer. */
export const coded = (primaries: number, transfer: number): Buffer =>
  chunk('cICP', Buffer.from([primaries, transfer, 0, 1]))

export const plainSrgb = chunk('sRGB', Buffer.from([0]))

export const profileChunk = (icc: Buffer): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), deflateSync(icc)]))

/** Pixels a metre, across and down. */
export const density = (across: number, down: number): Buffer =>
  chunk('pHYs', Buffer.concat([numbers(across, down), Buffer.from([1])]))
