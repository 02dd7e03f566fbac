import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import type { Orientation } from '#domain/picture/exif.ts'
import { orientationOf, withoutExif } from '#domain/picture/orientation.ts'
import { exifBlock, withExif } from '../../tests/builders/exif-file.ts'
import { inspectImage } from './inspect-image.ts'
import { makeRenditions } from './make-renditions.ts'
import { openOriginal } from './open-original.ts'

const size = { width: 96, height: 64 }
const markPx = 16

/** Blue, with a red corner at the top left and a green one at the top right, as stored. */
function marked(): Sharp {
  const { width } = size
  const mark = (background: string) => ({
    create: { width: markPx, height: markPx, channels: 3 as const, background },
  })
  return sharp({ create: { ...size, channels: 3, background: '#0000ff' } }).composite([
    { input: mark('#ff0000'), left: 0, top: 0 },
    { input: mark('#00ff00'), left: width - markPx, top: 0 },
  ])
}

const files = {
  jpeg: { mime: 'image/jpeg', bytes: await marked().jpeg({ quality: 100 }).toBuffer() },
  png: { mime: 'image/png', bytes: await marked().png().toBuffer() },
  webp: { mime: 'image/webp', bytes: await marked().webp({ lossless: true }).toBuffer() },
} as const

const kinds = Object.keys(files) as (keyof typeof files)[]
const orientations = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** Where the red and the green corner are seen: t/b for top and bottom, l/r for left and right. */
const seen: Readonly<Record<Orientation, readonly [red: string, green: string]>> = {
  1: ['tl', 'tr'],
  2: ['tr', 'tl'],
  3: ['br', 'bl'],
  4: ['bl', 'br'],
  5: ['tl', 'bl'],
  6: ['tr', 'br'],
  7: ['br', 'tr'],
  8: ['bl', 'tl'],
}

type Pixels = { data: Uint8Array; width: number; height: number; channels: number }

function cornersOf({ data, width, height, channels }: Pixels): [red: string, green: string] {
  const found = ['', '']
  for (const corner of ['tl', 'tr', 'bl', 'br']) {
    const x = corner.endsWith('l') ? markPx / 2 : width - markPx / 2
    const y = corner.startsWith('t') ? markPx / 2 : height - markPx / 2
    const pixel = (y * width + x) * channels
    const channel = [0, 1].find((each) => (data[pixel + each] ?? 0) > 200)
    if (channel !== undefined) found[channel] += corner
  }
  return [found[0] ?? '', found[1] ?? '']
}

function write(kind: keyof typeof files, block: Buffer): Buffer {
  return withExif[kind](files[kind].bytes, block, size)
}

async function decode(bytes: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

/** What record, worker and preview make of a file. */
async function everyReading(bytes: Buffer) {
  const { width, height } = await inspectImage(bytes)
  const original = await openOriginal(bytes)
  const { preview } = await makeRenditions(bytes)
  const { pixels, channels } = original
  const opened = {
    data: pixels as Uint8Array,
    width: original.width,
    height: original.height,
    channels,
  }
  return {
    record: { width, height },
    worker: { width: original.width, height: original.height, corners: cornersOf(opened) },
    preview: {
      width: preview.width,
      height: preview.height,
      corners: cornersOf(await decode(preview.bytes)),
    },
  }
}

function shownAs(orientation: Orientation) {
  const [width, height] = orientation > 4 ? [64, 96] : [96, 64]
  const shown = { width, height, corners: seen[orientation] }
  return { record: { width, height }, worker: shown, preview: shown }
}

const cases = kinds.flatMap((kind) => orientations.map((value) => ({ kind, value })))

test.each(cases)(
  '$kind with orientation $value lies the same for record, worker and preview',
  async ({ kind, value }) => {
    for (const order of ['II', 'MM'] as const) {
      expect(await everyReading(write(kind, exifBlock({ value, order })))).toEqual(shownAs(value))
    }
  },
)

test.each(orientations)(
  'a WebP whose EXIF has the prefix of JPEG has orientation %i too',
  async (value) => {
    const file = write('webp', exifBlock({ value, prefix: true }))
    expect(await everyReading(file)).toEqual(shownAs(value))
  },
)

test.each(
  kinds.flatMap((kind) => [
    { kind, what: 'type BYTE', tag: { value: 6, type: 1 } },
    { kind, what: 'type LONG', tag: { value: 6, type: 4 } },
    { kind, what: 'two values', tag: { value: 6, count: 2 } },
    { kind, what: 'value 9', tag: { value: 9 } },
    { kind, what: 'value 0', tag: { value: 0 } },
  ]),
)('an orientation of $what in a $kind does not count', async ({ kind, tag }) => {
  expect(await everyReading(write(kind, exifBlock(tag)))).toEqual(shownAs(1))
})

test('of two EXIF blocks the first counts', async () => {
  const file = withExif.jpeg(write('jpeg', exifBlock({ value: 3 })), exifBlock({ value: 6 }))
  expect(await everyReading(file)).toEqual(shownAs(6))
})

test.each(kinds)('without its EXIF a %s is the file as it was before', (kind) => {
  const { mime, bytes } = files[kind]
  const bare = withoutExif(write(kind, exifBlock({ value: 6 })), mime)
  expect(orientationOf(bare, mime)).toBe(1)
  // A WebP keeps its extended header, which no longer says that EXIF follows.
  const expected = kind === 'webp' ? withExif.webp(bytes, Buffer.alloc(0), size) : bytes
  if (kind === 'webp') {
    expected[20] = 0
    expected.writeUInt32LE(expected.length - 16, 4)
  }
  expect(Buffer.from(bare)).toEqual(kind === 'webp' ? expected.subarray(0, -8) : expected)
})
