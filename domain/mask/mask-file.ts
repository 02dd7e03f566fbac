import { holds } from '../frame/rect.ts'
import type { Rect, Size } from '../frame/space.ts'
import type { Message } from '../message/message.ts'
import { bigEndian, latin1 } from '../picture/byte-view.ts'

/**
 * A mask's file: an 8-bit greyscale PNG of what it edits, and where in the picture that lies, in an
 * `oFFs` chunk (PNG extensions 1.2.0, 3.1: x, y as signed 32-bit numbers, unit 0 for pixels). Without
 * one it is of the whole picture. The place is part of the file, so that its digest names both.
 */
export type MaskHeader = Size & {
  /** Of its upper left pixel, in pixels of the picture. */
  readonly at: { readonly x: number; readonly y: number } | undefined
}

/** The place is looked for in so many bytes: signature, IHDR, and a few small chunks. */
export const maskHeaderBytes = 256

const signature = '\x89PNG\r\n\x1a\n'
const firstChunkAt = 8
/** Length, type and checksum of a chunk. */
const chunkFrameBytes = 12
const afterHeaderAt = firstChunkAt + chunkFrameBytes + 13
const unitPixels = 0

/**
 * Reads what the first bytes of a mask say of it.
 * @param start at least the first `maskHeaderBytes`, or all of a smaller file
 * @returns the header, or what is wrong with the file
 */
export function readMaskHeader(start: Uint8Array): MaskHeader | Message {
  const isPng = latin1(start, 0, 8) === signature && latin1(start, 12, 4) === 'IHDR'
  if (!isPng || start.length < afterHeaderAt) return { key: 'maskNotPng' }
  // Eight bits a sample, of colour type 0.
  if (start[24] !== 8 || start[25] !== 0) return { key: 'maskNotGrey' }
  return { width: bigEndian(start, 16, 4), height: bigEndian(start, 20, 4), at: placeIn(start) }
}

/**
 * The part of a picture that a mask covers.
 * @param canvas what is seen of the picture, in its pixels
 * @returns the part, or what is wrong: a mask without a place must be of the canvas's very size
 */
export function maskRegion({ width, height, at }: MaskHeader, canvas: Rect): Rect | Message {
  const said = { pictureWidthPx: canvas.width, pictureHeightPx: canvas.height }
  const size = { widthPx: width, heightPx: height }
  if (!at) {
    const isWhole = width === canvas.width && height === canvas.height
    return isWhole ? canvas : { key: 'maskWrongSize', ...size, ...said }
  }
  const region = { ...at, width, height }
  return holds(canvas, region)
    ? region
    : { key: 'maskBeyondPicture', xPx: at.x, yPx: at.y, ...size, ...said }
}

/** The data of an `oFFs` chunk: nine bytes that say where a mask lies, in pixels of the picture. */
export function offsetChunkData({ x, y }: { x: number; y: number }): Uint8Array<ArrayBuffer> {
  const data = new DataView(new ArrayBuffer(9))
  data.setInt32(0, x)
  data.setInt32(4, y)
  data.setUint8(8, unitPixels)
  return new Uint8Array(data.buffer)
}

function placeIn(start: Uint8Array): MaskHeader['at'] {
  let at = afterHeaderAt
  while (at + chunkFrameBytes <= start.length) {
    const length = bigEndian(start, at, 4)
    const type = latin1(start, at + 4, 4)
    const isPlace = type === 'oFFs' && length === 9 && start[at + 16] === unitPixels
    if (isPlace && at + 17 <= start.length) {
      return { x: bigEndian(start, at + 8, 4) | 0, y: bigEndian(start, at + 12, 4) | 0 }
    }
    if (type === 'IDAT') return undefined
    at += chunkFrameBytes + length
  }
  return undefined
}
