import { moved } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { offsetChunkData } from '#domain/mask/mask-file.ts'
import type { Raster } from './mask-pixels.ts'

/** PNG, second edition (ISO/IEC 15948): signature, IHDR, IDAT…, IEND. */
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const colourTypeGrey = 0
const bitDepth = 8
/** The picture is compressed in bands of about this size, so that no second copy of it is made. */
const bandBytes = 1024 * 1024

/**
 * Encodes a part of a mask as an 8-bit greyscale PNG (colour type 0), rows unfiltered: a mask is long
 * runs, which deflate takes as they are. It says where the part lies (`domain/mask/mask-file.ts`).
 * @param part in pixels of the mask, inside of it; its file costs what it covers
 */
export async function encodeGreyPng(raster: Raster, part: Rect): Promise<Blob> {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, part.width)
  header.setUint32(4, part.height)
  header.setUint8(8, bitDepth)
  header.setUint8(9, colourTypeGrey)
  const parts: Uint8Array<ArrayBuffer>[] = [
    signature,
    ...chunk('IHDR', new Uint8Array(header.buffer)),
    ...chunk('oFFs', offsetChunkData(moved(part, raster))),
  ]
  const compressed = bandsOf(raster, part).pipeThrough(new CompressionStream('deflate'))
  const reader = compressed.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(...chunk('IDAT', value))
  }
  parts.push(...chunk('IEND', new Uint8Array(0)))
  return new Blob(parts, { type: 'image/png' })
}

/** The rows, each behind its filter byte (0 = none). */
function bandsOf(
  { width: stride, pixels }: Raster,
  { x, y, width, height }: Rect,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const rowsAtOnce = Math.max(1, Math.floor(bandBytes / (width + 1)))
  let row = 0
  return new ReadableStream({
    pull(controller) {
      const rows = Math.min(rowsAtOnce, height - row)
      const band = new Uint8Array(rows * (width + 1))
      for (let index = 0; index < rows; index += 1, row += 1) {
        const from = (y + row) * stride + x
        band.set(pixels.subarray(from, from + width), index * (width + 1) + 1)
      }
      controller.enqueue(band)
      if (row === height) controller.close()
    },
  })
}

function chunk(type: string, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint32(0, data.length)
  for (let index = 0; index < 4; index += 1) head[4 + index] = type.charCodeAt(index)
  const tail = new Uint8Array(4)
  const crc = crc32(data, crc32(head.subarray(4), 0xffffffff))
  new DataView(tail.buffer).setUint32(0, ~crc >>> 0)
  return [head, data, tail]
}

/** CRC-32 as PNG uses it (polynomial 0xEDB88320, reflected), before the final inversion. */
function crc32(bytes: Uint8Array, start: number): number {
  let crc = start
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return crc
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})
