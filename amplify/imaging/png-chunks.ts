import { crc32, deflateSync } from 'node:zlib'

/** Ends the signature and the IHDR chunk: 8 + (4 + 4 + 13 + 4) bytes, in every PNG. */
const headerLength = 33

/**
 * Adds chunks to a PNG where the encoder cannot without touching pixels.
 * @param png as libpng writes it
 */
export function addChunks(png: Buffer, chunks: readonly Buffer[]): Buffer {
  if (chunks.length === 0) return png
  return Buffer.concat([png.subarray(0, headerLength), ...chunks, png.subarray(headerLength)])
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
export function framedChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
