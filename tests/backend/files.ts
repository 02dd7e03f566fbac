import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import type { Rect, Size } from '#domain/frame/space.ts'

/** Uploads and masks, made by hand where no encoder would make them. */

/** A picture in which every pixel differs from its neighbours: nothing can hide in flat areas. */
export function noise({ width, height }: Size, channels: 1 | 3 = 3): Sharp {
  let state = 1
  const pixels = Buffer.alloc(width * height * channels)
  for (let at = 0; at < pixels.length; at += 1) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    pixels[at] = state >>> 24
  }
  return sharp(pixels, { raw: { width, height, channels } })
}

export function noisePng(size: Size): Promise<Buffer> {
  return noise(size).png().toBuffer()
}

/** One colour everywhere: where only its way through the backend matters, its pixels cost nothing. */
export function plainPng(size: Size): Promise<Buffer> {
  return sharp({ create: { ...size, channels: 3, background: '#7a9' } })
    .png()
    .toBuffer()
}

/** White inside `edit`, black outside. */
export async function maskOf({ width, height }: Size, edit: Rect): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height)
  for (let y = edit.y; y < edit.y + edit.height; y += 1) {
    pixels.fill(255, y * width + edit.x, y * width + edit.x + edit.width)
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

/** A flat 1-bit grey PNG: any number of pixels in a few kilobytes. */
export function flatPng({ width, height }: Size): Buffer {
  return pngOf({ width, height }, Buffer.alloc((1 + Math.ceil(width / 8)) * height))
}

/** A PNG that promises this size and holds a few bytes. */
export function bombPng(size: Size): Buffer {
  return pngOf(size, Buffer.alloc(64))
}

/** Puts comments behind a PNG's IHDR (33 bytes in). */
export function withTexts(png: Buffer, count: number): Buffer {
  const texts = Array.from({ length: count }, () => chunk('tEXt', Buffer.from('a\0')))
  return Buffer.concat([png.subarray(0, 33), ...texts, png.subarray(33)])
}

function pngOf({ width, height }: Size, data: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
