import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ExportMime, exportMimes, fileTypeOf } from '#domain/export/file-type.ts'
import { compose } from '#domain/layer/compose.ts'
import type { Patch, Samples } from '#domain/layer/mix.ts'
import type { FileOrigin } from '#domain/picture/origin/origin.ts'
import { provenanceSchema } from '#domain/picture/provenance.ts'
import { uuid } from '../../tests/builders/generation.ts'
import { type Composed, composeExport } from './compose-export.ts'
import type { StoredLayer } from './composed-picture.ts'
import { encodeExport } from './encode-export.ts'
import { type OpenedOriginal, openOriginal } from './open-original.ts'
import { readSettings } from './read-settings.ts'

const size = { width: 60, height: 40 }
const canvas = { x: 0, y: 0, ...size }
const origin: FileOrigin = {
  copyright: '© Ada',
  creators: ['Ada', 'Bob'],
  capturedAt: '2026-11-21T12:00:00',
  density: { acrossPerM: 11_811, downPerM: 11_811 },
}
const made = {
  source: 'EDITED',
  made: provenanceSchema.parse({
    version: 1,
    operation: 'INPAINT',
    model: 'a model',
    madeAt: '2026-11-21T12:00:00.000Z',
    parentId: uuid(100),
  }),
} as const

let p3: Buffer

beforeAll(async () => {
  const tagged = await sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  p3 = (await sharp(tagged).metadata()).icc ?? Buffer.alloc(0)
})

/** A smooth gradient, which lossy files keep nearly as it is, of 8 or 16 bits. */
function rootOf(depth: 8 | 16, channels: 3 | 4 = 3): OpenedOriginal {
  const most = depth === 8 ? 255 : 65_535
  const length = size.width * size.height * channels
  const pixels = depth === 8 ? new Uint8Array(length) : new Uint16Array(length)
  for (let at = 0; at < length; at++) {
    const [pixel, channel] = [Math.floor(at / channels), at % channels]
    const across = (pixel % size.width) / size.width
    const down = Math.floor(pixel / size.width) / size.height
    const value = [across, down, 1 - across, 1][channel] ?? 0
    pixels[at] = Math.round(value * most)
  }
  return { ...size, channels, pixels, profile: p3, origin }
}

/** A patch of one colour with a soft left half. */
function layerOf(
  rect: { x: number; y: number; width: number; height: number },
  of: { depth: 8 | 16; channels?: 3 | 4; opacity?: number },
): StoredLayer & { readonly patch: Patch } {
  const { depth, channels = 3, opacity = 1 } = of
  const count = rect.width * rect.height
  const most = depth === 8 ? 255 : 65_535
  const color = [0.9, 0.2, 0.1, 0.5].slice(0, channels).map((each) => Math.round(each * most))
  const values = Array.from({ length: count * channels }, (_, at) => color[at % channels] ?? 0)
  const pixels: Samples = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values)
  const weight = Uint8Array.from({ length: count }, (_, at) => {
    const x = at % rect.width
    return x === 0 ? 0 : x < rect.width / 2 ? 100 : 255
  })
  const patch: Patch = { ...rect, channels, pixels, weight }
  return { rect, opacity, read: () => Promise.resolve(patch), patch }
}

const places = [
  { x: 3, y: 4, width: 12, height: 9 },
  { x: 10, y: 8, width: 12, height: 9 },
  { x: 40, y: 20, width: 25, height: 30 },
]

const threeLayers = (depth: 8 | 16) =>
  places.map((rect, at) => layerOf(rect, { depth, opacity: at === 1 ? 0.5 : 1 }))

function encode(composed: Composed, mime: ExportMime, more: object = {}): Promise<Buffer> {
  const { width, height } = composed.picture
  const file = { mime, quality: 95, size: { width, height }, made }
  return encodeExport(composed.picture, { ...file, ...more })
}

describe('a picture of 16 bits in Display P3 with three layers', () => {
  test.each(['image/png', 'image/tiff'] as const)('is kept bit for bit by %s', async (mime) => {
    const root = rootOf(16)
    const layers = threeLayers(16)
    const composed = await composeExport(root, canvas, { layers })
    expect(composed.changedOutside).toBe(0)
    const file = await encode(composed, mime)
    const { depth, icc, format } = await sharp(file).metadata()
    expect([depth, format, icc?.equals(p3)]).toEqual(['ushort', mime.slice(6), true])
    const read = await openOriginal(file)
    const placed = layers.map(({ patch, opacity }) => ({ patch, opacity }))
    const wanted = compose({ ...root, ...canvas }, placed, canvas)
    expect(Buffer.from(read.pixels.buffer, read.pixels.byteOffset, read.pixels.byteLength)).toEqual(
      Buffer.from(wanted.pixels.buffer),
    )
    expect(countOutside(root, read.pixels, layers)).toBe(0)
  })

  test.each(['image/jpeg', 'image/webp', 'image/avif'] as const)(
    'looks the same as %s of 8 bits',
    async (mime) => {
      const composed = await composeExport(rootOf(16), canvas, { layers: threeLayers(16) })
      const file = await encode(composed, mime)
      const { icc, channels } = await sharp(file).metadata()
      expect([icc?.equals(p3), channels]).toEqual([true, 3])
      const read = await openOriginal(file)
      const { pixels } = composed.picture
      const errors = Array.from(read.pixels, (value, at) =>
        Math.abs(value - (pixels[at] ?? 0) / 257),
      )
      // In steps of 8 bits. Numbers converted to sRGB would be off by 11.5 in the mean.
      expect(errors.reduce((sum, each) => sum + each, 0) / errors.length).toBeLessThan(4)
    },
  )
})

/** Pixels that no patch lies over, counted by their places alone. */
function countOutside(root: OpenedOriginal, pixels: Samples, layers: readonly StoredLayer[]) {
  let changed = 0
  for (let at = 0; at < size.width * size.height; at++) {
    const [x, y] = [at % size.width, Math.floor(at / size.width)]
    const isCovered = layers.some(
      // The first column of each patch has no weight.
      ({ rect }) =>
        x > rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height,
    )
    const isSame = [0, 1, 2].every(
      (channel) => root.pixels[at * 3 + channel] === pixels[at * 3 + channel],
    )
    if (!isCovered && !isSame) changed++
  }
  return changed
}

test.each(exportMimes)(
  '%s keeps what the root says of itself, and how it was made',
  async (mime) => {
    const composed = await composeExport(rootOf(8), canvas, { layers: threeLayers(8) })
    const file = await encode(composed, mime)
    const { xmp } = await sharp(file).metadata()
    expect(readSettings(xmp)).toEqual(made.made)
    const kept = (await openOriginal(file)).origin
    const { density: _density, ...said } = origin
    expect(kept).toMatchObject(said)
  },
)

test.each(['image/png', 'image/jpeg', 'image/tiff'] as const)(
  '%s keeps the density',
  async (mime) => {
    const composed = await composeExport(rootOf(8), canvas, { layers: [] })
    const { density } = await sharp(await encode(composed, mime)).metadata()
    // 11,811 pixels a metre are 300 an inch.
    expect(density).toBe(300)
  },
)

test.each(exportMimes)('%s says nothing but its profile when asked to', async (mime) => {
  const composed = await composeExport(rootOf(8), canvas, { layers: threeLayers(8) })
  const { origin: _origin, ...silent } = composed.picture
  const file = await encode({ ...composed, picture: silent }, mime, { made: {} })
  const { xmp, exif, iptc, icc } = await sharp(file).metadata()
  expect([xmp, iptc, icc?.equals(p3)]).toEqual([undefined, undefined, true])
  const text = file.toString('latin1')
  expect(['Ada', 'Repaint', 'a model'].filter((word) => text.includes(word))).toEqual([])
  expect(exif?.includes('Ada') ?? false).toBe(false)
})

test.each(exportMimes)('%s is made smaller, in its shape', async (mime) => {
  const composed = await composeExport(rootOf(8), canvas, { layers: [] })
  const file = await encode(composed, mime, { size: { width: 30, height: 20 } })
  const { width, height } = await sharp(file).metadata()
  expect([width, height]).toEqual([30, 20])
})

test.each(exportMimes)('%s shows beyond the root nothing, or paper', async (mime) => {
  const wide = { x: -10, y: 0, width: 70, height: 40 }
  const composed = await composeExport(rootOf(8), wide, { layers: [] })
  expect([composed.picture.channels, composed.changedOutside]).toEqual([4, 0])
  const { data, info } = await sharp(await encode(composed, mime), { ignoreIcc: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (20 * 70 + 3) * info.channels
  const seen = data.subarray(at, at + info.channels)
  const isClear = info.channels === 4 && seen[3] === 0
  const isPaper = info.channels === 3 && Math.min(...seen) > 250
  expect({ isClear, isPaper }).toEqual(
    fileTypeOf(mime).hasOpacity
      ? { isClear: true, isPaper: false }
      : { isClear: false, isPaper: true },
  )
})

test('layers over all that lies beyond the root make an opaque picture again', async () => {
  const wide = { x: -10, y: 0, width: 70, height: 40 }
  const strip = layerOf({ x: -11, y: 0, width: 11, height: 40 }, { depth: 8 })
  const full: StoredLayer = {
    ...strip,
    read: () => Promise.resolve({ ...strip.patch, weight: new Uint8Array(11 * 40).fill(255) }),
  }
  const { picture, changedOutside } = await composeExport(rootOf(8), wide, { layers: [full] })
  expect([picture.channels, changedOutside]).toEqual([3, 0])
})

test('a transparent patch over an opaque root is seen through, and nothing else changes', async () => {
  const layers = [layerOf({ x: 5, y: 5, width: 8, height: 8 }, { depth: 16, channels: 4 })]
  const { picture, changedOutside } = await composeExport(rootOf(16), canvas, { layers })
  expect([picture.channels, changedOutside]).toEqual([4, 0])
})

test('a part of the root alone is that part', async () => {
  const part = { x: 10, y: 10, width: 20, height: 16 }
  const { picture, changedOutside } = await composeExport(rootOf(8), part, { layers: [] })
  const { pixels } = rootOf(8)
  const at = (10 * 60 + 10) * 3
  expect([picture.width, picture.height, changedOutside]).toEqual([20, 16, 0])
  expect(picture.pixels.slice(0, 60)).toEqual(pixels.slice(at, at + 60))
})

test('layers are read one after the other, and those that are not seen never', async () => {
  const read: string[] = []
  let open = 0
  const watched = places.map((rect, at) => {
    const layer = layerOf(rect, { depth: 8 })
    const slowly = async () => {
      open += 1
      read.push(`${at}: ${open}`)
      await Promise.resolve()
      open -= 1
      return layer.patch
    }
    return { ...layer, read: slowly }
  })
  const done: number[] = []
  const onLayer = (count: number) => Promise.resolve(void done.push(count))
  const left = { x: 0, y: 0, width: 30, height: 40 }
  await composeExport(rootOf(8), left, { layers: watched, onLayer })
  expect([read, done]).toEqual([
    ['0: 1', '1: 1'],
    [1, 2],
  ])
})
