import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { tiffFile } from '../../tests/builders/tiff-file.ts'
import { told } from '../../tests/told.ts'
import { convertToPng } from './convert-to-png.ts'
import { inspectImage } from './inspect-image.ts'
import { openOriginal } from './open-original.ts'

/** Left half red, right half blue: whether something is turned or mirrored shows. */
function halves(): Sharp {
  const { width, height } = { width: 32, height: 16 }
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1)
    pixels[at * 3 + (at % width < width / 2 ? 0 : 2)] = 255
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

async function colourAt(png: Buffer, { x, y }: { x: number; y: number }): Promise<number[]> {
  const { pixels, channels, width } = await openOriginal(png)
  const at = (y * width + x) * channels
  return [...pixels.subarray(at, at + 3)]
}

test.each([
  ['AVIF', () => halves().avif({ lossless: true }).toBuffer()],
  ['TIFF', () => halves().tiff({ compression: 'lzw' }).toBuffer()],
  ['GIF', () => halves().gif().toBuffer()],
])('%s becomes a PNG that can be edited', async (_kind, make) => {
  const file = await make()
  const png = await convertToPng(file)
  const facts = { mime: 'image/png', width: 32, height: 16, isUsedAsItIs: true, frames: 1 }
  expect(await inspectImage(png)).toMatchObject(facts)
  const [left, right] = [await colourAt(png, { x: 4, y: 8 }), await colourAt(png, { x: 28, y: 8 })]
  expect(left[0]).toBeGreaterThan(250)
  expect(left[2]).toBeLessThan(5)
  expect(right[2]).toBeGreaterThan(250)
})

test('a TIFF keeps its 16 bits and its profile', async () => {
  const deep = Uint16Array.from({ length: 32 * 16 * 3 }, (_, index) => index * 37)
  const file = await sharp(deep, { raw: { width: 32, height: 16, channels: 3 } })
    .toColourspace('rgb16')
    .withIccProfile('p3', { attach: true })
    .tiff({ compression: 'lzw' })
    .toBuffer()
  const before = await sharp(file, { ignoreIcc: true })
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer()
  const { pixels, profile } = await openOriginal(await convertToPng(file))
  expect(pixels).toBeInstanceOf(Uint16Array)
  expect(Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength)).toEqual(before)
  expect(profile).toEqual((await sharp(file).metadata()).icc)
})

test('a TIFF that lies on its side stands upright', async () => {
  const file = await halves()
    .withMetadata({ orientation: 6 })
    .tiff({ compression: 'none' })
    .toBuffer()
  expect(await inspectImage(file)).toMatchObject({ orientation: 6, width: 16, height: 32 })
  const png = await convertToPng(file)
  // Turned clockwise, what was left is above.
  expect(await colourAt(png, { x: 8, y: 4 })).toEqual([255, 0, 0])
  expect(await colourAt(png, { x: 8, y: 28 })).toEqual([0, 0, 255])
})

test('of several pages or frames the first is taken', async () => {
  const pages = tiffFile({}, { pages: 3 })
  expect(await inspectImage(pages)).toMatchObject({ frames: 3, width: 16, height: 16 })
  expect(await colourAt(await convertToPng(pages), { x: 8, y: 8 })).toEqual([128, 128, 128])
  const frames = [
    { create: { width: 32, height: 16, channels: 3 as const, background: '#ff0000' } },
    { create: { width: 32, height: 16, channels: 3 as const, background: '#0000ff' } },
  ].map((create) => sharp(create).png().toBuffer())
  const joined = sharp(await Promise.all(frames), { join: { animated: true } })
  for (const file of [
    await joined.clone().gif().toBuffer(),
    await joined.webp({ lossless: true }).toBuffer(),
  ]) {
    expect(await inspectImage(file)).toMatchObject({ frames: 2, isUsedAsItIs: false, height: 16 })
    expect(await colourAt(await convertToPng(file), { x: 8, y: 8 })).toEqual([255, 0, 0])
  }
})

test.each([
  ['AVIF', () => halves().avif().toBuffer()],
  ['TIFF', () => halves().tiff({ compression: 'none' }).toBuffer()],
  ['GIF', () => halves().gif().toBuffer()],
])('%s that is cut is damaged', async (_kind, make) => {
  const file = await make()
  const refusal = { code: 'INVALID_IMAGE', detail: expect.stringContaining('damaged') as string }
  const cut = file.subarray(0, Math.floor(file.length * 0.7))
  const convert = async () => {
    await inspectImage(cut)
    return convertToPng(cut)
  }
  expect(await convert().catch(told)).toMatchObject(refusal)
})

test.each([
  ['floating-point numbers', { 339: 3, 258: 32 }],
  ['32 bits', { 258: 32 }],
  ['eight channels', { 277: 8 }],
])('a TIFF with %s is a kind that cannot be edited', async (_what, tags) => {
  expect(await inspectImage(tiffFile(tags)).catch(told)).toMatchObject({
    detail: expect.stringMatching(/^This kind of TIFF/) as string,
  })
})
