import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { pngChunk } from '../../../tests/builders/exif-file.ts'
import { openOriginal } from '../open-original.ts'

/*
 * What is expected was read off Chromium 156 (createImageBitmap, then getImageData), file by file:
 * people paint on what the browser shows, so record and worker have to see the same.
 */

type Header = { readonly depth: number; readonly type: 0 | 2 | 3 }

/** A PNG of 16 × 16 pixels whose rows are all the same. */
function pngOf({ depth, type }: Header, row: readonly number[], chunks: Record<string, number[]>) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(16, 0)
  header.writeUInt32BE(16, 4)
  header[8] = depth
  header[9] = type
  const rows = Buffer.concat(Array.from({ length: 16 }, () => Buffer.from([0, ...row])))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...Object.entries(chunks).map(([name, data]) => pngChunk(name, Buffer.from(data))),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** The first pixels of a row, as hexadecimal RGBA. */
async function pixelsOf(png: Buffer, count: number): Promise<string[]> {
  const { pixels, channels, width, height } = await openOriginal(png)
  const raw = { width, height, channels }
  const rgba = await sharp(pixels as Uint8Array, { raw })
    .ensureAlpha()
    .raw()
    .toBuffer()
  return Array.from({ length: count }, (_, at) => rgba.subarray(at * 4, at * 4 + 4).toString('hex'))
}

const fill = (length: number, value: number) => Array.from({ length }, () => value)
const fourColours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]
const fourIndexes = Array.from({ length: 16 }, (_, index) => index % 4)
const everySecond = Array.from({ length: 16 }, (_, index) => index * 2)
const sixteenColours = Array.from({ length: 48 }, (_, index) => index * 5)

test('a transparent grey beyond the depth makes nothing transparent', async () => {
  const oneBit = (transparent: number[]) =>
    pngOf({ depth: 1, type: 0 }, [0b1111_0000, 0], { tRNS: transparent })
  expect(await pixelsOf(oneBit([0, 0xff]), 5)).toEqual([
    ...fill(4, 0).map(() => 'ffffffff'),
    '000000ff',
  ])
  expect(await pixelsOf(oneBit([0, 3]), 1)).toEqual(['ffffffff'])
  expect(await pixelsOf(oneBit([0, 1]), 1)).toEqual(['ffffff00'])
  const twoBits = pngOf({ depth: 2, type: 0 }, fill(4, 0b1101_1011), { tRNS: [0, 7] })
  expect(await pixelsOf(twoBits, 2)).toEqual(['ffffffff', '555555ff'])
})

test('with 8 bits the low byte of a transparent colour counts', async () => {
  const grey = pngOf({ depth: 8, type: 0 }, fill(16, 0x10), { tRNS: [1, 0x10] })
  expect(await pixelsOf(grey, 1)).toEqual(['10101000'])
})

test('what is behind a transparent colour does not count', async () => {
  const grey = pngOf({ depth: 1, type: 0 }, [0b1111_0000, 0], { tRNS: [0, 1, 0, 0] })
  expect(await pixelsOf(grey, 5)).toEqual([
    'ffffff00',
    'ffffff00',
    'ffffff00',
    'ffffff00',
    '000000ff',
  ])
})

test('opacities beyond the palette do not count', async () => {
  const all = pngOf({ depth: 8, type: 3 }, fourIndexes, { PLTE: fourColours, tRNS: fill(40, 0) })
  expect(await pixelsOf(all, 4)).toEqual(['ff000000', '00ff0000', '0000ff00', '09090900'])
  const some = pngOf({ depth: 8, type: 3 }, fourIndexes, {
    PLTE: fourColours,
    tRNS: [0, 128, 255, 255, 0],
  })
  expect(await pixelsOf(some, 4)).toEqual(['ff000000', '00ff0080', '0000ffff', '090909ff'])
})

test('an index beyond the palette has its last colour, with the opacity of that', async () => {
  const opaque = pngOf({ depth: 8, type: 3 }, everySecond, { PLTE: sixteenColours })
  expect((await pixelsOf(opaque, 10)).slice(6)).toEqual([
    'b4b9beff',
    'd2d7dcff',
    'e1e6ebff',
    'e1e6ebff',
  ])
  const half = pngOf({ depth: 8, type: 3 }, everySecond, {
    PLTE: sixteenColours,
    tRNS: fill(16, 128),
  })
  expect((await pixelsOf(half, 10)).slice(7)).toEqual(['d2d7dc80', 'e1e6eb80', 'e1e6eb80'])
  const fourBits = pngOf({ depth: 4, type: 3 }, [0x01, 0x23, 0x45, ...fill(5, 0x67)], {
    PLTE: fourColours,
  })
  expect((await pixelsOf(fourBits, 6)).slice(3)).toEqual(['090909ff', '090909ff', '090909ff'])
})
