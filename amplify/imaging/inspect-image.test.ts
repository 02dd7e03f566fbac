import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { say } from '../../src/i18n/say.ts'
import { inspectImage } from './inspect-image.ts'

function picture(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  return sharp({ create: { width, height, channels, background: '#4080c0' } })
}

/** A PNG header of any size, with no pixels behind it. */
async function bomb(width: number, height: number, small = picture(16, 16)): Promise<Buffer> {
  const png = await small.png().toBuffer()
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

/** An AVIF that promises 8,000 × 8,000 pixels in its `ispe` boxes, and holds a few. */
async function largeAvif(): Promise<Buffer> {
  const avif = await picture(64, 64).avif().toBuffer()
  for (let at = avif.indexOf('ispe'); at >= 0; at = avif.indexOf('ispe', at + 4)) {
    avif.writeUInt32BE(8_000, at + 8)
    avif.writeUInt32BE(8_000, at + 12)
  }
  return avif
}

function frames(): Sharp {
  const pixels = Buffer.alloc(32 * 64 * 3, 90).fill(200, 32 * 32 * 3)
  return sharp(pixels, { raw: { width: 32, height: 64, channels: 3, pageHeight: 32 } })
}

describe('a picture that can be edited', () => {
  const still = { frames: 1, isUsedAsItIs: true }
  const upright = { orientation: 1, width: 40, height: 30, hasAlpha: false, ...still }
  const moving = { ...upright, width: 32, height: 32, frames: 2, isUsedAsItIs: false }
  const other = { ...upright, isUsedAsItIs: false }
  test.each([
    ['PNG', picture(40, 30).png(), { mime: 'image/png', ...upright }],
    ['PNG with alpha', picture(40, 30, 4).png(), { mime: 'image/png', ...upright, hasAlpha: true }],
    ['16-bit PNG', picture(40, 30).toColourspace('rgb16').png(), { mime: 'image/png', ...upright }],
    ['JPEG', picture(40, 30).jpeg(), { mime: 'image/jpeg', ...upright }],
    ['WebP', picture(40, 30).webp(), { mime: 'image/webp', ...upright }],
    [
      'JPEG on its side',
      picture(40, 30).withMetadata({ orientation: 6 }).jpeg(),
      { mime: 'image/jpeg', orientation: 6, width: 30, height: 40, hasAlpha: false, ...still },
    ],
    ['GIF', picture(40, 30).gif(), { mime: 'image/gif', ...other, hasAlpha: true }],
    ['TIFF', picture(40, 30).tiff(), { mime: 'image/tiff', ...other }],
    [
      '16-bit TIFF',
      picture(40, 30).toColourspace('rgb16').tiff(),
      { mime: 'image/tiff', ...other },
    ],
    ['animated WebP', frames().webp(), { mime: 'image/webp', ...moving }],
    ['animated GIF', frames().gif(), { mime: 'image/gif', ...moving, hasAlpha: true }],
    ['AVIF', picture(40, 30).avif(), { mime: 'image/avif', ...other }],
  ])('%s is told by its content', async (_, image, facts) => {
    const bytes = await image.toBuffer()
    expect(await inspectImage(bytes)).toEqual({ ...facts, bytes: bytes.length })
  })
})

describe('a file that cannot be edited says why', () => {
  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['nothing', () => Buffer.alloc(0), 'This file is empty.'],
    ['text', () => Buffer.from('hello, this is no picture'), 'This file is not a picture. PNG, '],
    ['half a signature', () => Buffer.from([0x89, 0x50]), 'This file is not a picture. PNG, '],
    ['a signature alone', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'This file is damaged'],
    ['101 MB', () => Buffer.alloc(101_000_000), 'This file is too large: at most 100 MB'],
    ['a bomb', () => bomb(60_000, 60_000), 'This picture has 60000 × 60000 pixels: at most 100 m'],
    ['1 × 1', () => picture(1, 1).png().toBuffer(), 'This picture has 1 × 1 pixels: each side'],
    ['a strip', () => picture(16, 801).png().toBuffer(), 'This picture has 16 × 801 pixels: one '],
    [
      'CMYK',
      () => picture(40, 30).toColourspace('cmyk').jpeg().toBuffer(),
      'This picture is in CMYK, for print. Convert it to RGB',
    ],
    [
      '16 bits in many pixels',
      () => bomb(9_000, 9_000, picture(16, 16).toColourspace('rgb16')),
      'With 16 bits a channel at most 66 megapixels of this picture fit.',
    ],
    ['an AVIF too large for its decoder', largeAvif, 'This AVIF has over 40 megapixels'],
    ['an SVG', () => Buffer.from('<svg width="40" height="40"/>'), 'SVG files cannot be edited'],
  ])('%s', async (_, make, sentence) => {
    const refusal = await Promise.resolve(make())
      .then(inspectImage)
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect(refusal).toMatchObject({ code: 'INVALID_IMAGE' })
    expect(say((refusal as AppError).reason)).toContain(sentence)
  })
})
