import * as fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { carryOrigin } from './carry-origin.ts'
import { readExif } from './read-exif.ts'

const image = (channels: 3 | 4) =>
  sharp({
    create: { width: 31, height: 17, channels, background: { r: 60, g: 90, b: 120, alpha: 0.5 } },
  })

const said = {
  IFD0: { Copyright: 'Ann', Artist: 'Ann Lee', Model: 'X1' },
  IFD2: { DateTimeOriginal: '2026:11:21 12:34:56', BodySerialNumber: 'SN-4711' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
}

const targets = {
  png: () => image(4).png(),
  jpeg: () => image(3).jpeg(),
  webp: () => image(3).webp(),
  'webp with alpha': () => image(4).webp(),
  'lossless webp': () => image(4).webp({ lossless: true }),
}

test.each(
  (['png', 'jpeg', 'webp'] as const).flatMap((from) =>
    Object.keys(targets).map((to) => [from, to as keyof typeof targets] as const),
  ),
)('from %s to %s', async (from, to) => {
  const source = await image(3).withExif(said).toFormat(from).toBuffer()
  const copy = await targets[to]().toBuffer()
  const kept = carryOrigin(source, Uint8Array.from(copy))
  const { exif } = await sharp(kept).metadata()
  expect(readExif(exif ?? new Uint8Array())).toMatchObject({
    copyright: 'Ann',
    creators: ['Ann Lee'],
    capturedAt: '2026-11-21T12:34:56',
  })
  expect(Buffer.from(kept).includes('SN-4711')).toBe(false)
  expect(Buffer.from(kept).includes('X1')).toBe(false)
  const [before, after] = [sharp(copy), sharp(kept)].map((each) => each.raw().toBuffer())
  expect((await after)?.equals((await before) ?? Buffer.alloc(0))).toBe(true)
})

test('a file that says nothing gives a copy that says nothing', async () => {
  const copy = Uint8Array.from(await targets.jpeg().toBuffer())
  expect(carryOrigin(await image(3).png().toBuffer(), copy)).toBe(copy)
})

test('no damage of a file is an error', async () => {
  const source = await image(3).withExif(said).webp().toBuffer()
  const copy = Uint8Array.from(await targets.webp().toBuffer())
  const damage = fc.record({
    at: fc.nat(source.length - 1),
    value: fc.nat(255),
    cut: fc.nat(source.length),
  })
  fc.assert(
    fc.property(damage, ({ at, value, cut }) => {
      const damaged = Uint8Array.from(source)
      damaged[at] = value
      expect(carryOrigin(damaged.subarray(0, cut), copy).length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})
