import * as fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rect, Size } from '#domain/frame/space.ts'
import { titanImageGeneratorV2 as card } from '#domain/model/titan.ts'
import { pasteBack } from '../../tests/builders/paste-back.ts'
import {
  anyPictureFile,
  boxIn,
  boxMask,
  decodeFile,
  openPictureWriter,
  type Profile,
} from '../../tests/builders/picture-file.ts'
import { smallCard } from '../../tests/builders/small-card.ts'
import { plainPicture } from './composed-picture.ts'
import { openOriginal } from './open-original.ts'
import { type PreparedEdit, prepareEdit } from './prepare-edit.ts'

let writer: Awaited<ReturnType<typeof openPictureWriter>>

beforeAll(async () => {
  writer = await openPictureWriter()
})

afterAll(() => writer.close())

/** What a model might return: one colour everywhere, even where it should keep. */
function flat({ plan }: PreparedEdit, background = '#ff0080'): Promise<Buffer> {
  const { widthPx: width, heightPx: height } = plan.size
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}

const profileOf = async (bytes: Buffer) => (await sharp(bytes).metadata()).icc?.toString('base64')

const cases = fc
  .record({
    picture: anyPictureFile({ min: 16, max: 120 }),
    value: fc.integer({ min: 1, max: 255 }),
    corners: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
  })
  .map(({ picture: { file: about, size }, value, corners }) => {
    return { about, value, box: boxIn(size, corners), size }
  })
  .filter(
    ({ box, size, value }) => box.width * box.height < size.width * size.height || value < 255,
  )

test('whatever the model returns, every pixel outside mask + feather is the original', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ about, value, box, size }) => {
      const file = await writer.write(about)
      const original = await openOriginal(file)
      const mask = await boxMask(size, box, value)
      const prepared = await prepareEdit({
        picture: plainPicture(original),
        mask,
        card: smallCard,
        task: 'ERASE',
      })
      const pasted = await pasteBack({ original, prepared, candidate: await flat(prepared) })
      const before = await decodeFile(file)
      const after = await decodeFile(pasted.png)
      expect(after.pixelBytes).toBe(before.pixelBytes)
      expect(await profileOf(pasted.png)).toBe(await profileOf(file))
      expect(pasted).toMatchObject({ ...size, changedOutside: 0, bytes: pasted.png.length })
      expect(differences(before, after, size).filter(isBeyond(box, prepared.featherPx))).toEqual([])
    }),
    { numRuns: 40 },
  )
}, 120_000)

type Place = { x: number; y: number }

function differences(
  before: { data: Buffer; pixelBytes: number },
  after: { data: Buffer },
  { width }: Size,
): Place[] {
  const places: Place[] = []
  for (let at = 0; at < before.data.length; at++) {
    const pixel = Math.floor(at / before.pixelBytes)
    if (before.data[at] !== after.data[at]) {
      places.push({ x: pixel % width, y: Math.floor(pixel / width) })
    }
  }
  return places
}

function isBeyond(box: Rect, featherPx: number): (place: Place) => boolean {
  return ({ x, y }) =>
    x < box.x - featherPx ||
    y < box.y - featherPx ||
    x >= box.x + box.width + featherPx ||
    y >= box.y + box.height + featherPx
}

test('a model that returns what it was sent changes nothing at full resolution', async () => {
  const size = { width: 640, height: 600 }
  const file = await writer.write({ ...size, alpha: false, orientation: 1, format: 'png', seed: 1 })
  const original = await openOriginal(file)
  const mask = await boxMask(size, { x: 200, y: 200, width: 60, height: 60 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const { png } = await pasteBack({ original, prepared, candidate: prepared.image })
  expect((await decodeFile(png)).data.equals((await decodeFile(file)).data)).toBe(true)
})

test('the middle of the mask is what the model made', async () => {
  const size = { width: 700, height: 600 }
  const background = '#646464'
  const file = await sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer()
  const original = await openOriginal(file)
  const mask = await boxMask(size, { x: 300, y: 300, width: 60, height: 60 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const { widthPx, heightPx } = prepared.plan.size
  const dot = { x: 300 - prepared.plan.crop.x, y: 300 - prepared.plan.crop.y }
  const red = { create: { width: 60, height: 60, channels: 3 as const, background: '#c81e1e' } }
  const candidate = await sharp({
    create: { width: widthPx, height: heightPx, channels: 3, background },
  })
    .composite([{ input: await sharp(red).png().toBuffer(), left: dot.x, top: dot.y }])
    .png()
    .toBuffer()
  const { png } = await pasteBack({ original, prepared, candidate })
  const { data } = await decodeFile(png)
  const at = (330 * size.width + 330) * 3
  expect([...data.subarray(at, at + 3)]).toEqual([0xc8, 0x1e, 0x1e])
})

test('a model that shifts all colours a little is shifted back', async () => {
  const size = { width: 640, height: 600 }
  const file = await writer.write({
    ...size,
    alpha: false,
    orientation: 1,
    format: 'jpeg',
    seed: 3,
  })
  const original = await openOriginal(file)
  const mask = await boxMask(size, { x: 200, y: 200, width: 60, height: 60 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const candidate = await sharp(prepared.image).linear(0.95, 8).png().toBuffer()
  const { png } = await pasteBack({ original, prepared, candidate })
  const [before, after] = [await decodeFile(file), await decodeFile(png)]
  const shifts = before.data.map((value, at) => Math.abs(value - (after.data[at] ?? 0)))
  expect(Math.max(...new Set(shifts))).toBeLessThanOrEqual(3)
})

test('something new over transparent pixels is opaque; transparency elsewhere stays', async () => {
  const size = { width: 600, height: 600 }
  const clear = { r: 0, g: 0, b: 0, alpha: 0 }
  const file = await sharp({ create: { ...size, channels: 4, background: clear } })
    .png()
    .toBuffer()
  const original = await openOriginal(file)
  const mask = await boxMask(size, { x: 280, y: 280, width: 40, height: 40 })
  const prepared = await prepareEdit({
    picture: plainPicture(original),
    mask,
    card,
    task: 'INPAINT',
  })
  const { png } = await pasteBack({ original, prepared, candidate: await flat(prepared, '#fff') })
  const { data } = await decodeFile(png)
  const pixel = (x: number, y: number) => [
    ...data.subarray((y * 600 + x) * 4, (y * 600 + x) * 4 + 4),
  ]
  expect(pixel(300, 300)).toEqual([255, 255, 255, 255])
  expect(pixel(100, 100)).toEqual([0, 0, 0, 0])
})

test.each<[Profile, number[], number[]]>([
  // What sRGB's (200, 100, 50) is in these colour spaces, by LittleCMS.
  ['p3', [187, 105, 62], [200, 100, 50]],
  ['adobe', [177, 100, 56], [200, 100, 50]],
])(
  'a picture in %s is shown to the model in sRGB, and gets its edit back in its own',
  async (profile, own, seen) => {
    const size = { width: 600, height: 600 }
    const plain = sharp({ create: { ...size, channels: 3, background: '#c86432' } })
    const file = await plain
      .withIccProfile(profile === 'adobe' ? writer.adobeRgbFile : 'p3')
      .png()
      .toBuffer()
    const original = await openOriginal(file)
    expect([...original.pixels.subarray(0, 3)]).toEqual(own)
    const mask = await boxMask(size, { x: 280, y: 280, width: 40, height: 40 })
    const prepared = await prepareEdit({
      picture: plainPicture(original),
      mask,
      card,
      task: 'ERASE',
    })
    for (const [at, value] of seen.entries()) {
      expect(Math.abs((prepared.sent.image[at] ?? 0) - value)).toBeLessThanOrEqual(1)
    }
    const { png } = await pasteBack({ original, prepared, candidate: prepared.image })
    expect(await profileOf(png)).toBe(await profileOf(file))
    const { data } = await decodeFile(png)
    for (const value of [0, 1, 2]) {
      const inside = data[(300 * 600 + 300) * 3 + value] ?? 0
      expect(Math.abs(inside - (own[value] ?? 0))).toBeLessThanOrEqual(1)
    }
  },
)

test('the edit of a 16-bit picture is 16-bit, and white stays the whitest', async () => {
  const size = { width: 600, height: 600 }
  const pixels = new Uint16Array(size.width * size.height * 3).fill(12_345)
  const raw = sharp(pixels, { raw: { ...size, channels: 3 } }).toColourspace('rgb16')
  const original = await openOriginal(await raw.png().toBuffer())
  const mask = await boxMask(size, { x: 280, y: 280, width: 40, height: 40 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const white = { create: { width: 52, height: 52, channels: 3 as const, background: '#fff' } }
  const { x, y } = prepared.plan.crop
  const candidate = await sharp(prepared.image)
    .composite([{ input: await sharp(white).png().toBuffer(), left: 274 - x, top: 274 - y }])
    .png()
    .toBuffer()
  const { png } = await pasteBack({ original, prepared, candidate })
  const after = await openOriginal(png)
  expect(after.pixels[0]).toBe(12_345)
  expect(after.pixels[(300 * 600 + 300) * 3]).toBe(65_535)
})

test('a picture of another size than was sent is refused', async () => {
  const size = { width: 600, height: 600 }
  const file = await writer.write({ ...size, alpha: false, orientation: 1, format: 'png', seed: 1 })
  const original = await openOriginal(file)
  const mask = await boxMask(size, { x: 280, y: 280, width: 40, height: 40 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const refusal = { code: 'MODEL_UNAVAILABLE' }
  for (const candidate of [file, file.subarray(0, 900), Buffer.from('{}'), Buffer.alloc(0)]) {
    await expect(pasteBack({ original, prepared, candidate })).rejects.toMatchObject(refusal)
  }
})

test('a large edit is put together from all of its parts', async () => {
  const size = { width: 2400, height: 2000 }
  const box = { x: 200, y: 100, width: 2000, height: 1800 }
  const grey = { create: { ...size, channels: 3 as const, background: '#808080' } }
  const original = await openOriginal(await sharp(grey).png().toBuffer())
  const mask = await boxMask(size, box)
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const edit = [220, 30, 30]
  const { image, mask: edited, size: seen } = prepared.sent
  const red = image.map((value, at) => (edited[Math.floor(at / 3)] ? edit[at % 3]! : value))
  const candidate = await sharp(red, { raw: { ...seen, channels: 3 } })
    .png()
    .toBuffer()
  const { png } = await pasteBack({ original, prepared, candidate })
  const region = { left: box.x, top: box.y, width: box.width, height: box.height }
  const { channels } = await sharp(await sharp(png).extract(region).png().toBuffer()).stats()
  expect(channels.map(({ min, max }) => [min, max])).toEqual(edit.map((value) => [value, value]))
}, 60_000)

test('a 12-megapixel photo keeps every pixel outside mask + feather', async () => {
  const size = { width: 4000, height: 3000 }
  const box = { x: 2600, y: 300, width: 1100, height: 900 }
  const small = await writer.write({
    width: 400,
    height: 300,
    alpha: false,
    orientation: 1,
    format: 'png',
    seed: 9,
  })
  const file = await sharp(small).resize(4000, 3000).jpeg().toBuffer()
  const original = await openOriginal(file)
  const prepared = await prepareEdit({
    picture: plainPicture(original),
    mask: await boxMask(size, box),
    card,
    task: 'ERASE',
  })
  const pasted = await pasteBack({ original, prepared, candidate: await flat(prepared) })
  const [before, after] = [await decodeFile(file), await decodeFile(pasted.png)]
  expect(pasted.changedOutside).toBe(0)
  const { featherPx: reach } = prepared
  const rows = box.width + 2 * reach
  for (let y = box.y - reach; y < box.y + box.height + reach; y++) {
    const start = (y * size.width + box.x - reach) * 3
    before.data.copy(after.data, start, start, start + rows * 3)
  }
  expect(after.data.equals(before.data)).toBe(true)
}, 60_000)
