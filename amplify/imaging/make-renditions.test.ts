import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { told } from '../../tests/told.ts'
import { makeRenditions } from './make-renditions.ts'
import { openOriginal } from './open-original.ts'

function noise(width: number, height: number): Sharp {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
}

test('a photo on its side stands upright, reduced to 2048 and 320, as bare WebP', async () => {
  const plain = {
    create: { width: 3000, height: 1500, channels: 3, background: '#c86432' },
  } as const
  const photo = await sharp(plain).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { preview, thumbnail } = await makeRenditions(photo)
  expect([preview.width, preview.height]).toEqual([1024, 2048])
  expect([thumbnail.width, thumbnail.height]).toEqual([160, 320])
  const { format, exif, icc, orientation } = await sharp(preview.bytes).metadata()
  expect({ format, exif, icc, orientation }).toEqual({
    format: 'webp',
    exif: undefined,
    icc: undefined,
    orientation: undefined,
  })
})

test('a small picture is not enlarged', async () => {
  const { preview, thumbnail } = await makeRenditions(await noise(100, 50).png().toBuffer())
  expect([preview.width, preview.height]).toEqual([100, 50])
  expect([thumbnail.width, thumbnail.height]).toEqual([100, 50])
})

test('a wide-gamut picture of 16 bits looks the same in its preview', async () => {
  const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#c86432' } })
  const file = await plain.toColourspace('rgb16').withIccProfile('p3').png().toBuffer()
  expect((await sharp(file).metadata()).depth).toBe('ushort')
  const { preview } = await makeRenditions(file)
  const pixel = [...(await sharp(preview.bytes).raw().toBuffer()).subarray(0, 3)]
  for (const [at, value] of [200, 100, 50].entries()) {
    expect(Math.abs((pixel[at] ?? 0) - value)).toBeLessThanOrEqual(3)
  }
})

describe('a file that ends early is found when it is decoded', () => {
  const formats = {
    png: () => noise(500, 400).png().toBuffer(),
    jpeg: () => noise(500, 400).jpeg().toBuffer(),
    'progressive jpeg': () => noise(500, 400).jpeg({ progressive: true }).toBuffer(),
    webp: () => noise(500, 400).webp().toBuffer(),
    'lossless webp': () => noise(500, 400).webp({ lossless: true }).toBuffer(),
  }
  const cuts = [0.05, 0.5, 0.9, 0.99]
  test.each(
    Object.entries(formats).flatMap(([format, make]) =>
      cuts.map((share) => [format, share, make] as const),
    ),
  )('%s, at %f of it', async (_, share, make) => {
    const whole = await make()
    const cut = whole.subarray(0, Math.floor(whole.length * share))
    const refusal = { code: 'INVALID_IMAGE', detail: expect.stringContaining('damaged') }
    expect(await makeRenditions(cut).catch(told)).toMatchObject(refusal)
    expect(await openOriginal(cut).catch(told)).toMatchObject(refusal)
  })
})
