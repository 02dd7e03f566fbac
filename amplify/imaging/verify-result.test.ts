import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { told } from '../../tests/told.ts'
import { verifyResult } from './verify-result.ts'

const size = { widthPx: 512, heightPx: 512, tier: '512' }

function picture(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#4080c0' } })
}

test('a generated picture is kept lossless and says that a model made it', async () => {
  const image = await picture(512, 512).png().toBuffer()
  const { png, ...rest } = await verifyResult({ image, size })
  expect(rest).toEqual({ width: 512, height: 512, bytes: png.length })
  expect((await sharp(png).metadata()).xmp?.toString()).toContain('/trainedAlgorithmicMedia')
  expect((await sharp(png).raw().toBuffer()).subarray(0, 3)).toEqual(Buffer.from([64, 128, 192]))
})

test('a picture of another size than asked for is refused', async () => {
  const image = await picture(512, 500).png().toBuffer()
  expect(await verifyResult({ image, size }).catch(told)).toMatchObject({
    code: 'MODEL_UNAVAILABLE',
    detail: 'The model returned 512 × 500 pixels, not 512 × 512.',
  })
})
