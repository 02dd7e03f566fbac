import { crc32, deflateSync } from 'node:zlib'
import type { Density } from '#domain/picture/origin/origin.ts'

/** Ends the signature and the IHDR chunk: 8 + (4 + 4 + 13 + 4) bytes, in every PNG. */
const headerLength = 33

/**
 * Adds chunks to a PNG where the encoder cannot without touching pixels, in one copy of it.
 * @param png as libpng writes it
 * @param leftOut a type of chunk that stands before the pixels and is not wanted
 */
export function addChunks(png: Buffer, chunks: readonly Buffer[], leftOut?: string): Buffer {
  const { from, to } = leftOut === undefined ? nowhere : findChunk(png, leftOut)
  if (chunks.length === 0 && from === to) return png
  return Buffer.concat([
    png.subarray(0, headerLength),
    ...chunks,
    png.subarray(headerLength, from),
    png.subarray(to),
  ])
}

const nowhere = { from: headerLength, to: headerLength }

/** Where a chunk before the pixels begins and ends. */
function findChunk(png: Buffer, type: string): { from: number; to: number } {
  for (let from = headerLength; from + 12 <= png.length; ) {
    const to = from + 12 + png.readUInt32BE(from)
    const found = png.toString('latin1', from + 4, from + 8)
    if (found === type) return { from, to }
    if (found === 'IDAT') break
    from = to
  }
  return nowhere
}

/** How large the picture is meant to be. */
export function densityChunk({ acrossPerM, downPerM }: Density): Buffer {
  const data = Buffer.alloc(9)
  data.writeUInt32BE(acrossPerM)
  data.writeUInt32BE(downPerM, 4)
  data[8] = 1
  return framedChunk('pHYs', data)
}

/** A TIFF structure, as the third edition of the PNG specification puts it into a PNG. */
export function exifChunk(exif: Uint8Array): Buffer {
  return framedChunk('eXIf', exif)
}

/** The profile that the numbers of the picture are in. */
export function profileChunk(profile: Buffer): Buffer {
  return framedChunk('iCCP', Buffer.concat([Buffer.from('ICC profile\0\0'), deflateSync(profile)]))
}

/** An XMP packet, as part 3 of the XMP specification puts it into a PNG. */
export function xmpChunk(xmp: string): Buffer {
  return framedChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`))
}

/** Length, type, data and checksum, as section 5.3 of the PNG specification has it. */
export function framedChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
