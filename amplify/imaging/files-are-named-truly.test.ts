import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { say } from '../../src/i18n/say.ts'
import { pngChunk } from '../../tests/builders/exif-file.ts'
import { tiffFile } from '../../tests/builders/tiff-file.ts'
import { inspectImage } from './inspect-image.ts'
import { makeRenditions } from './make-renditions.ts'

const photo = sharp({
  create: {
    width: 64,
    height: 48,
    channels: 3,
    background: '#888',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
})
const jpeg = await photo.clone().jpeg({ quality: 90 }).toBuffer()
const progressive = await photo.clone().jpeg({ progressive: true }).toBuffer()
const png = await photo.clone().png().toBuffer()

async function reasonOf(bytes: Buffer): Promise<string> {
  try {
    await inspectImage(bytes)
    await makeRenditions(bytes)
    return 'taken'
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID_IMAGE') throw error
    return say(error.reason)
  }
}

const latin1 = (text: string) => Buffer.from(text.padEnd(300, '\0'), 'latin1')
const ftyp = (...brands: string[]) =>
  latin1(
    `\0\0\0${String.fromCharCode(8 + 4 + 4 * brands.length)}ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`,
  )
const tga = Buffer.concat([
  Buffer.from([0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 4, 0, 24, 0]),
  Buffer.alloc(48, 9),
])
const root = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

describe('a kind that cannot be edited is named', () => {
  test.each([
    ['JPEG 2000', Buffer.from('0000000C6A5020200D0A870A', 'hex')],
    ['JPEG 2000', Buffer.from('ff4fff510029', 'hex')],
    ['JPEG XL', Buffer.from('0000000C4A584C200D0A870A', 'hex')],
    ['JPEG XL', Buffer.from('ff0a0000', 'hex')],
    ['ICO', Buffer.from('000001000100101000000100', 'hex')],
    ['CUR', Buffer.from('000002000100101000000100', 'hex')],
    ['ICNS', latin1('icns')],
    ['TGA', tga],
    ['TGA', Buffer.from(`${'\x01'.repeat(40)}TRUEVISION-XFILE.\0`, 'latin1')],
    ['PPM', latin1('P6\n4 4\n255\n')],
    ['PPM', latin1('P1 4 4')],
    ['QOI', latin1('qoif')],
    ['OpenEXR', Buffer.from('762f310102000000', 'hex')],
    ['EPS', latin1('%!PS-Adobe-3.0 EPSF-3.0')],
    ['EPS', Buffer.from('c5d0d3c61e000000', 'hex')],
    ['BigTIFF', latin1('II+\0\x08\0\0\0')],
    ['BMP', latin1('BM\x46\0\0\0\0\0\0\0')],
    ['Photoshop', latin1('8BPS')],
    ['Camera RAW', latin1('II*\0\x10\0\0\0CR\x02\0')],
    ['Camera RAW', ftyp('crx ', 'isom')],
    ['Camera RAW', latin1('FUJIFILMCCD-RAW 0201')],
    ['Camera RAW', latin1('IIRO\x08\0\0\0')],
    ['Video', ftyp('isom', 'mp41')],
    ['PDF', latin1('\n\n\n  \n%PDF-1.7')],
    ['SVG', Buffer.from(`\ufeff<?xml version="1.0"?>${root}`)],
    ['SVG', Buffer.from(`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n${root}`)],
    ['SVG', Buffer.from(`<!DOCTYPE svg [ <!ENTITY a "<b>"> ]>${root}`)],
    ['SVG', Buffer.from(`<!--${' made by hand'.repeat(100)}-->\n<?x y?>\n${root}`)],
    ['SVG', Buffer.from(`<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>`)],
    ['Compressed (SVGZ, gzip)', gzipSync(root)],
  ])('%s', async (name, bytes) => {
    expect(await reasonOf(bytes)).toBe(
      `${name} files cannot be edited here. Save the picture as PNG, JPEG or WebP.`,
    )
  })

  test('HEIC, with what to do on the phone', async () => {
    for (const file of [ftyp('heic', 'mif1', 'heic'), ftyp('mif1', 'heic'), ftyp('msf1', 'hevc')]) {
      expect(await reasonOf(file)).toMatch(
        /^HEIC files .* Settings > Camera > Formats .*Compatible\.$/,
      )
    }
  })

  test('a raw picture that is a TIFF by its first bytes', async () => {
    // NewSubfileType 1: the first directory is a thumbnail of what follows. DNGVersion 1.4.
    const thumbnailFirst = tiffFile({ 254: 1 })
    const dng = tiffFile({ 50_706: 0x01_04_00_00 })
    for (const file of [thumbnailFirst, dng]) {
      expect(await reasonOf(file)).toMatch(/^Camera RAW files cannot be edited here/)
    }
  })

  test.each([
    ['words', Buffer.from('just words')],
    ['a page', Buffer.from('<!DOCTYPE html><html><svg/></html>')],
    ['a comment alone', Buffer.from(`<!--${'x'.repeat(20_000)}`)],
  ])('but %s are no picture', async (_what, bytes) => {
    expect(await reasonOf(bytes)).toBe(
      'This file is not a picture. PNG, JPEG, WebP, AVIF, TIFF and GIF files can be edited.',
    )
  })
})

describe('a JPEG', () => {
  const frameAt = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(jpeg)
    copy[at] = value
    return copy
  }
  test.each([
    ['lossless', changed(frameAt + 1, 0xc3)],
    ['of 12 bits', changed(frameAt + 4, 12)],
    ['with arithmetic coding', changed(frameAt + 1, 0xc9)],
  ])('%s is a kind that cannot be edited, not damaged', async (_what, bytes) => {
    expect(await reasonOf(bytes)).toMatch(/^This kind of JPEG/)
  })

  test.each([
    ['baseline', jpeg],
    ['progressive', progressive],
  ])('(%s) without its end marker, or half of it, is whole', async (_what, file) => {
    expect(await reasonOf(file.subarray(0, -2))).toBe('taken')
    expect(await reasonOf(file.subarray(0, -1))).toBe('taken')
  })

  test.each([
    ['baseline', jpeg],
    ['progressive', progressive],
  ])('(%s) that is cut is damaged', async (_what, file) => {
    for (const share of [0.6, 0.8, 0.95]) {
      const cut = file.subarray(0, Math.floor(file.length * share))
      expect(await reasonOf(cut)).toMatch(/^This file is damaged or incomplete/)
    }
  })

  test('with something behind its end is whole', async () => {
    expect(await reasonOf(Buffer.concat([jpeg, Buffer.from('a phone writes this'), jpeg]))).toBe(
      'taken',
    )
  })
})

describe('an animation', () => {
  const control = (frames: number) => {
    const data = Buffer.alloc(8)
    data.writeUInt32BE(frames)
    return pngChunk('acTL', data)
  }
  const frame = Buffer.alloc(26)
  frame.writeUInt32BE(64, 4)
  frame.writeUInt32BE(48, 8)
  frame.writeUInt16BE(1, 20)
  frame.writeUInt16BE(10, 22)
  const apng = (frames: number) =>
    Buffer.concat([png.subarray(0, 33), control(frames), pngChunk('fcTL', frame), png.subarray(33)])

  test.each([
    [0, { frames: 1, isUsedAsItIs: true }],
    [1, { frames: 1, isUsedAsItIs: true }],
    [2, { frames: 2, isUsedAsItIs: false }],
  ])('PNG of %i frames', async (count, expected) => {
    expect(await inspectImage(apng(count))).toMatchObject(expected)
    expect(await reasonOf(apng(count))).toBe('taken')
  })
})
