import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { titanImageGeneratorV2 as card } from '#domain/model/titan.ts'
import { createAmazonAdapter } from './amazon.ts'

const adapter = createAmazonAdapter(card)
const size = { widthPx: 512, heightPx: 512, tier: '512' }
const common = { count: 2, seed: 7, quality: 'PREMIUM', size } as const
const image = Buffer.from('an image')

/** Two pixels: the left one to be edited. */
function mask(): Promise<Buffer> {
  return sharp(Buffer.from([255, 0]), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

const masked = z.object({
  taskType: z.string(),
  inPaintingParams: z.looseObject({ maskImage: z.base64() }),
  imageGenerationConfig: z.unknown(),
})

test('the mask goes out as RGB without alpha, black where we edit', async () => {
  const operation = { kind: 'ERASE', task: 'ERASE', image, mask: await mask(), ...common } as const
  const [call] = await adapter.requestBodies(operation)
  const { maskImage } = masked.parse(call?.body).inPaintingParams
  const png = Buffer.from(maskImage, 'base64')
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', channels: 3, depth: 'uchar' })
  expect([...(await sharp(png).raw().toBuffer())]).toEqual([0, 0, 0, 255, 255, 255])
})

describe('a response', () => {
  const call = { body: {}, count: 2, seed: 7 }
  const base64 = image.toString('base64')

  test('brings its images in order', () => {
    const body = { images: [base64, 'AAAA'], error: null }
    expect(adapter.parseResponse(body, call)).toEqual({
      images: [image, Buffer.from([0, 0, 0])],
      blocked: undefined,
      detail: undefined,
    })
  })

  test('that says some were blocked keeps the others', () => {
    const error = 'Some of the generated images have been blocked by our content filters.'
    expect(adapter.parseResponse({ images: [base64], error }, call)).toEqual({
      images: [image],
      blocked: 'OUTPUT',
      detail: error,
    })
  })

  test('that says all were blocked has none', () => {
    const error = 'All of the generated images have been blocked by our content filters.'
    expect(adapter.parseResponse({ error }, call)).toEqual({
      images: [],
      blocked: 'OUTPUT',
      detail: error,
    })
  })

  test.each([undefined, 'text', { images: [1] }, { images: ['no base64!'] }, []])(
    'of another shape is a surprise: %j',
    (body) => {
      expect(() => adapter.parseResponse(body, call)).toThrow('MODEL_UNAVAILABLE')
    },
  )
})
