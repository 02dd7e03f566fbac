import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Rect, Size } from '#domain/frame/space.ts'
import { offsetChunkData } from '#domain/mask/mask-file.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { pictureRuleOf } from '#domain/model/check.ts'
import { titanImageGeneratorV2 as card, titanSizes } from '#domain/model/titan.ts'
import { chunk, writePng } from '../../tests/pictures/png.ts'
import { told } from '../../tests/told.ts'
import { plainPicture } from './composed-picture.ts'
import type { OpenedOriginal } from './open-original.ts'
import { prepareEdit } from './prepare-edit.ts'

function plain(size: Size, value = 100): OpenedOriginal {
  const pixels = Buffer.alloc(size.width * size.height * 3, value)
  return { ...size, channels: 3, pixels, profile: undefined }
}

function grey({ width, height }: Size, isEdit: (x: number, y: number) => boolean): Promise<Buffer> {
  const mask = Buffer.alloc(width * height)
  mask.forEach((_, at) => {
    if (isEdit(at % width, Math.floor(at / width))) mask[at] = 255
  })
  return sharp(mask, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

const size = { width: 100, height: 80 }

describe('a mask that cannot be used says why', () => {
  const dot = (x: number, y: number): boolean => x === 5 && y === 5
  test.each<[string, () => Promise<Buffer>, string]>([
    ['all black', () => grey(size, () => false), 'Nothing is painted'],
    ['all white', () => grey(size, () => true), 'Everything is painted'],
    ['another size', () => grey({ width: 80, height: 100 }, dot), 'The mask has 80 × 100 pixels'],
    ['not a PNG', async () => Buffer.from('mask'), 'The mask is not a PNG file.'],
    ['empty', async () => Buffer.alloc(0), 'The mask is not a PNG file.'],
    [
      'colour',
      async () =>
        sharp(await grey(size, dot))
          .toColourspace('srgb')
          .png()
          .toBuffer(),
      '8 bi',
    ],
    [
      '16 bits',
      async () =>
        sharp(await grey(size, dot))
          .toColourspace('grey16')
          .png()
          .toBuffer(),
      'greyscale with 8 bits',
    ],
    ['cut', async () => (await grey(size, dot)).subarray(0, 60), 'damaged or incomplete'],
  ])('%s', async (_, make, sentence) => {
    const original = plain(size)
    const edit = prepareEdit({
      picture: plainPicture(original),
      mask: await make(),
      card,
      task: 'ERASE',
    })
    expect(await edit.catch(told)).toMatchObject({
      code: 'INVALID_MASK',
      field: 'maskKey',
      detail: expect.stringContaining(sentence),
    })
  })
})

test('the model gets RGB and a grey mask of pure black and white, both of a size it takes', async () => {
  const mask = await grey(size, (x, y) => x > 30 && x < 50 && y > 30 && y < 50)
  const prepared = await prepareEdit({
    picture: plainPicture(plain(size)),
    mask,
    card,
    task: 'ERASE',
  })
  const { widthPx: width, heightPx: height } = prepared.plan.size
  expect(titanSizes).toContain(prepared.plan.size)
  expect(await sharp(prepared.image).metadata()).toMatchObject({ width, height, channels: 3 })
  expect(await sharp(prepared.mask).metadata()).toMatchObject({ width, height, channels: 1 })
  const values = new Set(await sharp(prepared.mask).toColourspace('b-w').raw().toBuffer())
  expect(values).toEqual(new Set([0, 255]))
})

test('at full resolution the mask for the model is mask + feather and one pixel more', async () => {
  const large = { width: 700, height: 700 }
  const mask = await grey(large, (x, y) => x >= 300 && x < 400 && y >= 300 && y < 400)
  const { plan, sent, featherPx } = await prepareEdit({
    picture: plainPicture(plain(large)),
    mask,
    card,
    task: 'ERASE',
  })
  expect([plan.crop.width, plan.crop.height]).toEqual([512, 512])
  expect(featherPx).toBe(6)
  // The weight of the outermost feathered pixel may round to 0; more than 7 px out is never white.
  const whites = sent.mask.filter((value) => value === 255).length
  expect(whites).toBeGreaterThanOrEqual(112 ** 2)
  expect(whites).toBeLessThanOrEqual(114 ** 2)
})

test('a crop beyond the picture is mirrored, and the model may not edit the mirror image', async () => {
  const strip = { width: 1200, height: 100 }
  const mask = await grey(strip, (x) => x >= 10 && x < 1190)
  const { plan, sent } = await prepareEdit({
    picture: plainPicture(plain(strip, 77)),
    mask,
    card,
    task: 'ERASE',
  })
  expect(plan.crop.height).toBeGreaterThan(100)
  expect(new Set(sent.image)).toEqual(new Set([77]))
  const { inside } = sent
  const outside = sent.mask.filter((_, at) => {
    const y = Math.floor(at / plan.size.widthPx)
    return y < inside.y || y >= inside.y + inside.height
  })
  expect(new Set(outside)).toEqual(new Set([0]))
})

test('transparent pixels reach the model as white', async () => {
  const pixels = Buffer.alloc(600 * 600 * 4)
  const original = { width: 600, height: 600, channels: 4 as const, pixels, profile: undefined }
  const mask = await grey(original, (x, y) => x > 290 && x < 310 && y > 290 && y < 310)
  const { sent } = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  expect(new Set(sent.image)).toEqual(new Set([255]))
})

test('an image over the limit of the model is sent as JPEG within it', async () => {
  const pixels = Buffer.alloc(600 * 600 * 3)
  for (let at = 0, state = 1; at < pixels.length; at++) {
    state = (state * 48_271) % 2_147_483_647
    pixels[at] = 90 + (state % 83)
  }
  const original = { width: 600, height: 600, channels: 3 as const, pixels, profile: undefined }
  const mask = await grey(original, (x, y) => x > 290 && x < 310 && y > 290 && y < 310)
  const picture = { ...pictureRuleOf(card, 'ERASE'), maxBytes: 400_000 }
  const strict = {
    ...card,
    abilities: { ERASE: { ...card.abilities.ERASE, picture } },
  } as ModelCard
  const { image, imageMime } = await prepareEdit({
    picture: plainPicture(original),
    mask,
    card: strict,
    task: 'ERASE',
  })
  expect(imageMime).toBe('image/jpeg')
  expect(image.length).toBeLessThanOrEqual(400_000)
})

describe('a mask of a part', () => {
  const painted = { x: 61, y: 12, width: 30, height: 41 }
  const isEdit = (x: number, y: number) =>
    x >= painted.x && x < painted.x + painted.width && y >= painted.y && (x + y) % 7 < 5 && y < 53

  /** The same mask, but only `part` of it, in a file that says where that lies. */
  function partOf(part: Rect): Buffer {
    const kind = { width: part.width, height: part.height, type: 0, depth: 8 } as const
    const offset = chunk('oFFs', Buffer.from(offsetChunkData(part)))
    return writePng({ ...kind, chunks: [offset] }, ({ x, y }) =>
      isEdit(part.x + x, part.y + y) ? 255 : 0,
    )
  }

  test.each([
    ['just what it edits', painted],
    ['more', { x: 50, y: 0, width: 50, height: 60 }],
    ['the whole picture', { x: 0, y: 0, ...size }],
  ])('of %s is what a mask of the whole picture is', async (_, part) => {
    const original = plain(size)
    const of = (mask: Buffer) =>
      prepareEdit({ picture: plainPicture(original), mask, card, task: 'INPAINT' })
    const whole = await of(await grey(size, isEdit))
    expect(await of(partOf(part))).toEqual(whole)
  })

  test('that is all white is no whole picture', async () => {
    const part = { x: 90, y: 70, width: 10, height: 10 }
    const kind = { width: 10, height: 10, type: 0, depth: 8 } as const
    const offset = chunk('oFFs', Buffer.from(offsetChunkData(part)))
    const mask = writePng({ ...kind, chunks: [offset] }, () => 255)
    const { weight } = await prepareEdit({
      picture: plainPicture(plain(size)),
      mask,
      card,
      task: 'ERASE',
    })
    expect(weight.pixels[weight.pixels.length - 1]).toBe(255)
  })

  test('that lies beyond the picture is refused', async () => {
    const mask = partOf({ ...painted, x: 71 })
    const edit = prepareEdit({ picture: plainPicture(plain(size)), mask, card, task: 'ERASE' })
    expect(await edit.catch(told)).toMatchObject({
      code: 'INVALID_MASK',
      detail: 'The mask has 30 × 41 pixels at 71, 12, the picture 100 × 80.',
    })
  })
})
