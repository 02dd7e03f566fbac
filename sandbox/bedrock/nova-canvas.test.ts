import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decode, motley, picture, type Served, serveBedrock } from './bedrock.fixture.ts'

const nova = 'amazon.nova-canvas-v1:0'
let served: Served

beforeAll(async () => {
  served = await serveBedrock()
})
afterAll(() => served.close())

const ask = (body: object) => served.invoke(nova, body)

function textImage(params: object = {}, config: object = {}) {
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'the sea', ...params },
    imageGenerationConfig: { width: 320, height: 320, ...config },
  }
}

const image = await motley(320, 320)
const removed = (file: string) => ({
  taskType: 'BACKGROUND_REMOVAL',
  backgroundRemovalParams: { image: file },
})
const inPainting = (config?: object, params: object = {}) => ({
  taskType: 'INPAINTING',
  inPaintingParams: { image, maskPrompt: 'the ball', ...params },
  ...(config && { imageGenerationConfig: config }),
})

test.each([
  [320, 320, 200],
  [304, 320, 400],
  [328, 320, 400],
  [336, 320, 200],
  [1280, 320, 200],
  [1296, 320, 400],
  [320, 1296, 400],
  [4080, 1024, 200],
  // 4,194,304 pixels: the product must be under that.
  [4096, 1024, 400],
  [2048, 2048, 400],
  [2048, 2032, 200],
  [4112, 1040, 400],
])('a picture of %i x %i is answered %i', async (width, height, status) => {
  const answer = await ask(textImage({}, { width, height }))
  expect(answer.status).toBe(status)
})

test('a picture has the size asked for', async () => {
  const { body } = await ask(textImage({}, { width: 1280, height: 320 }))
  expect(await decode(body.images?.[0])).toMatchObject({ width: 1280, height: 320 })
})

test.each([
  [{ text: 'x'.repeat(1024), negativeText: 'y'.repeat(1024) }, {}],
  [{ style: '3D_ANIMATED_FAMILY_FILM' }, {}],
  [{ style: 'SOFT_DIGITAL_PAINTING' }, {}],
  [{}, { numberOfImages: 5, quality: 'premium', cfgScale: 1.1, seed: 0 }],
  [{}, { cfgScale: 10, seed: 2_147_483_646 }],
  [{ conditionImage: image, controlMode: 'SEGMENTATION', controlStrength: 1 }, {}],
])('TEXT_IMAGE takes %o with %o', async (params, config) => {
  expect((await ask(textImage(params, config))).status).toBe(200)
})

test.each([
  [{ text: 'x'.repeat(1025) }, {}],
  [{ text: '' }, {}],
  [{ negativeText: 'y'.repeat(1025) }, {}],
  [{ style: 'WATERCOLOUR' }, {}],
  [{}, { numberOfImages: 6 }],
  [{}, { cfgScale: 1.09 }],
  [{}, { cfgScale: 10.01 }],
  [{}, { seed: 2_147_483_647 }],
  [{}, { width: undefined }],
  [{}, { style: 'PHOTOREALISM' }],
  [{ controlMode: 'CANNY_EDGE' }, {}],
])('TEXT_IMAGE refuses %o with %o', async (params, config) => {
  const { status, error } = await ask(textImage(params, config))
  expect([status, error]).toEqual([400, 'ValidationException'])
})

test('an edit has the size of its picture, and asking for one is refused', async () => {
  const { body } = await ask(inPainting({ numberOfImages: 2, seed: 3 }))
  const made = await decode(body.images?.[1])
  expect([body.images?.length, made.width, made.height]).toEqual([2, 320, 320])
  const { status, message } = await ask(inPainting({ width: 320, height: 320 }))
  expect([status, message]).toEqual([
    400,
    'Malformed input request: #/imageGenerationConfig: width and height are not permitted with ' +
      'this task, please reformat your input and try again.',
  ])
})

test('input pictures have its own limits: sides, aspect, pixels, bits and alpha', async () => {
  const sixteenBit = await sharp({
    create: { width: 320, height: 320, channels: 3, background: '#123456' },
  })
    .toColourspace('rgb16')
    .png()
    .toBuffer()
  const files = [
    await picture(320, 1280),
    await picture(320, 320, { format: 'jpeg' }),
    await picture(320, 320, { background: { r: 1, g: 2, b: 3, alpha: 1 } }),
    await picture(2048, 2047),
    await picture(319, 400),
    await picture(320, 1281),
    await picture(2048, 2048),
    await picture(320, 320, { format: 'webp' }),
    await picture(320, 320, { background: { r: 1, g: 2, b: 3, alpha: 0.9 } }),
    sixteenBit.toString('base64'),
  ]
  const answers = await Promise.all(files.map((file) => ask(removed(file))))
  expect(answers.map(({ status }) => status)).toEqual([
    200, 200, 200, 200, 400, 400, 400, 400, 400, 400,
  ])
})

test('a blocked prompt or input is refused, blocked pictures are missing from a success', async () => {
  const asked = ['a blockedprompt', 'a blockedinput', 'a blockedoutput', 'someblocked'].map(
    (text) => ask(textImage({ text }, { numberOfImages: 3 })),
  )
  const [prompt, input, all, some] = await Promise.all(asked)
  for (const refused of [prompt, input]) {
    expect(refused).toMatchObject({ status: 400, error: 'ValidationException' })
    expect(refused?.message).toContain('blocked by our content filters')
  }
  expect(all?.body).toEqual({
    images: [],
    error: 'All of the generated images have been blocked by our content filters.',
  })
  expect(some?.body.images).toHaveLength(2)
  expect(some?.body.error).toContain('Some of the generated images')
})

test('VIRTUAL_TRY_ON is a named refusal, an unknown task another', async () => {
  const tryOn = { taskType: 'VIRTUAL_TRY_ON', virtualTryOnParams: { sourceImage: image } }
  expect((await ask(tryOn)).message).toContain('VIRTUAL_TRY_ON is part of the model but not served')
  expect((await ask({ taskType: 'PAINT' })).error).toBe('ValidationException')
})

test('it is served in its own Regions only', async () => {
  const statuses = await Promise.all(
    ['us-east-1', 'eu-west-1', 'ap-northeast-1', 'us-west-2'].map(async (region) => {
      const { status } = await served.invoke(nova, textImage(), { region })
      return status
    }),
  )
  expect(statuses).toEqual([200, 200, 200, 400])
})
