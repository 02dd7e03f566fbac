import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  black,
  changedColumns,
  decode,
  halves,
  motley,
  picture,
  type Served,
  serveBedrock,
  white,
} from './bedrock.fixture.ts'

const titan = 'amazon.titan-image-generator-v2:0'
let served: Served

beforeAll(async () => {
  served = await serveBedrock()
})
afterAll(() => served.close())

const ask = (body: object): Promise<Answer> => served.invoke(titan, body)

const image = await motley(64, 48)
const small = { width: 320, height: 704 }

/** One sound request of each task; `params` and `config` go over its own. */
const tasks = {
  TEXT_IMAGE: (params: object = {}, config: object = {}) => ({
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'the sea', ...params },
    imageGenerationConfig: { ...small, ...config },
  }),
  INPAINTING: (params: object = {}, config: object = {}) => ({
    taskType: 'INPAINTING',
    inPaintingParams: { image, maskPrompt: 'the ball', ...params },
    imageGenerationConfig: config,
  }),
  OUTPAINTING: (params: object = {}, config: object = {}) => ({
    taskType: 'OUTPAINTING',
    outPaintingParams: { image, text: 'the sea', maskPrompt: 'the ball', ...params },
    imageGenerationConfig: config,
  }),
  IMAGE_VARIATION: (params: object = {}, config: object = {}) => ({
    taskType: 'IMAGE_VARIATION',
    imageVariationParams: { images: [image], ...params },
    imageGenerationConfig: { ...small, ...config },
  }),
  COLOR_GUIDED_GENERATION: (params: object = {}, config: object = {}) => ({
    taskType: 'COLOR_GUIDED_GENERATION',
    colorGuidedGenerationParams: { text: 'the sea', colors: ['#102030'], ...params },
    imageGenerationConfig: { ...small, ...config },
  }),
  BACKGROUND_REMOVAL: (params: object = {}) => ({
    taskType: 'BACKGROUND_REMOVAL',
    backgroundRemovalParams: { image, ...params },
  }),
}
type Task = keyof typeof tasks
const inPainting = tasks.INPAINTING

test.each<[Task, object]>([
  ['TEXT_IMAGE', { text: 'x'.repeat(512), negativeText: 'y'.repeat(512) }],
  ['TEXT_IMAGE', { conditionImage: image, controlMode: 'CANNY_EDGE', controlStrength: 0 }],
  ['TEXT_IMAGE', { conditionImage: image, controlMode: 'SEGMENTATION', controlStrength: 1 }],
  ['TEXT_IMAGE', { conditionImage: image }],
  ['INPAINTING', { text: 'a ball', negativeText: 'red', returnMask: true }],
  ['INPAINTING', { maskPrompt: 'x'.repeat(512) }],
  ['OUTPAINTING', { outPaintingMode: 'PRECISE' }],
  ['OUTPAINTING', { outPaintingMode: 'DEFAULT', negativeText: 'red' }],
  ['IMAGE_VARIATION', { images: Array<string>(5).fill(image), similarityStrength: 0.2 }],
  ['IMAGE_VARIATION', { text: 'the sea', negativeText: 'red', similarityStrength: 1 }],
  ['COLOR_GUIDED_GENERATION', { colors: Array<string>(10).fill('#A0b1C2') }],
  ['COLOR_GUIDED_GENERATION', { referenceImage: image, negativeText: 'red' }],
  ['BACKGROUND_REMOVAL', {}],
])('%s takes %o', async (task, params) => {
  const { status, message, body } = await ask(tasks[task](params))
  expect([status, message, body.images?.length, body.error]).toEqual([200, '', 1, null])
})

test.each<[Task, object]>([
  ['TEXT_IMAGE', { text: 'x'.repeat(513) }],
  ['TEXT_IMAGE', { text: '' }],
  ['TEXT_IMAGE', { negativeText: 'x'.repeat(513) }],
  ['TEXT_IMAGE', { conditionImage: 'AAAA' }],
  ['TEXT_IMAGE', { conditionImage: image, controlMode: 'DEPTH' }],
  ['TEXT_IMAGE', { conditionImage: image, controlStrength: -0.01 }],
  ['TEXT_IMAGE', { conditionImage: image, controlStrength: 1.01 }],
  ['TEXT_IMAGE', { controlMode: 'CANNY_EDGE' }],
  ['TEXT_IMAGE', { controlStrength: 0.5 }],
  ['TEXT_IMAGE', { style: 'PHOTOREALISM' }],
  ['INPAINTING', { image: undefined }],
  ['INPAINTING', { maskPrompt: undefined }],
  ['INPAINTING', { maskImage: image }],
  ['INPAINTING', { maskPrompt: '' }],
  ['INPAINTING', { returnMask: 'yes' }],
  ['INPAINTING', { outPaintingMode: 'PRECISE' }],
  ['OUTPAINTING', { text: undefined }],
  ['OUTPAINTING', { maskPrompt: undefined }],
  ['OUTPAINTING', { maskImage: image }],
  ['OUTPAINTING', { outPaintingMode: 'EXACT' }],
  ['IMAGE_VARIATION', { images: [] }],
  ['IMAGE_VARIATION', { images: Array<string>(6).fill(image) }],
  ['IMAGE_VARIATION', { images: [image, 'AAAA'] }],
  ['IMAGE_VARIATION', { similarityStrength: 0.19 }],
  ['IMAGE_VARIATION', { similarityStrength: 1.01 }],
  ['IMAGE_VARIATION', { text: 'x'.repeat(513) }],
  ['COLOR_GUIDED_GENERATION', { text: undefined }],
  ['COLOR_GUIDED_GENERATION', { colors: [] }],
  ['COLOR_GUIDED_GENERATION', { colors: Array<string>(11).fill('#102030') }],
  ['COLOR_GUIDED_GENERATION', { colors: ['102030'] }],
  ['COLOR_GUIDED_GENERATION', { colors: ['#10203'] }],
  ['COLOR_GUIDED_GENERATION', { referenceImage: 'AAAA' }],
  ['BACKGROUND_REMOVAL', { image: undefined }],
  ['BACKGROUND_REMOVAL', { text: 'the ball' }],
])('%s refuses %o', async (task, params) => {
  const { status, error } = await ask(tasks[task](params))
  expect([status, error]).toEqual([400, 'ValidationException'])
})

test('removing a background takes no settings', async () => {
  const body = { ...tasks.BACKGROUND_REMOVAL(), imageGenerationConfig: {} }
  const { message } = await ask(body)
  expect(message).toContain('extraneous key [imageGenerationConfig] is not permitted')
})

test.each<[Task, (file: string) => object]>([
  ['TEXT_IMAGE', (file) => ({ conditionImage: file })],
  ['INPAINTING', (file) => ({ image: file })],
  ['OUTPAINTING', (file) => ({ image: file })],
  ['IMAGE_VARIATION', (file) => ({ images: [image, file] })],
  ['COLOR_GUIDED_GENERATION', (file) => ({ referenceImage: file })],
  ['BACKGROUND_REMOVAL', (file) => ({ image: file })],
])(
  '%s takes pictures of 1408 pixels and 5 MB, opaque, PNG or JPEG, and no others',
  async (task, paramsOf) => {
    const heavy = Buffer.alloc(5 * 1024 * 1024)
    Buffer.from(await picture(32, 32), 'base64').copy(heavy)
    const files = [
      await picture(1408, 16),
      heavy.toString('base64'),
      await picture(32, 32, { format: 'jpeg' }),
      await picture(32, 32, { background: { ...black, alpha: 1 } }),
      await picture(1409, 16),
      await picture(16, 1409),
      Buffer.concat([heavy, Buffer.alloc(1)]).toString('base64'),
      await picture(32, 32, { format: 'webp' }),
      await picture(32, 32, { format: 'gif' }),
      await picture(32, 32, { background: { ...black, alpha: 0.5 } }),
    ]
    const answers = await Promise.all(files.map((file) => ask(tasks[task](paramsOf(file)))))
    expect(answers.map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 400, 400, 400, 400, 400, 400,
    ])
  },
)

test('inpainting makes the black part of the mask new, outpainting the white part', async () => {
  const maskImage = await halves(64, 48, [black, white])
  const given = { maskImage, maskPrompt: undefined }
  const inside = await ask(inPainting(given))
  const outside = await ask(tasks.OUTPAINTING({ ...given, outPaintingMode: 'PRECISE' }))
  const changed = [inside, outside].map(({ body }) => changedColumns(image, body.images?.[0]))
  const [inner, outer] = await Promise.all(changed)
  expect(Math.max(...(inner ?? []))).toBeLessThan(32)
  expect(Math.min(...(outer ?? []))).toBeGreaterThanOrEqual(32)
})

test('what the words name is made new when inpainting and kept when outpainting', async () => {
  // The instant engine finds the left half, whatever the words.
  const inside = await ask(inPainting({ returnMask: true }))
  const outside = await ask(tasks.OUTPAINTING({ returnMask: true, outPaintingMode: 'PRECISE' }))
  for (const { body } of [inside, outside]) {
    const mask = await decode(body.maskImage)
    expect([mask.at(0, 0), mask.at(63, 0)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
    ])
  }
  expect(Math.max(...(await changedColumns(image, inside.body.images?.[0])))).toBeLessThan(32)
  const kept = await changedColumns(image, outside.body.images?.[0])
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(32)
})

test('a variation has the size asked for, a subject without background its own and an alpha channel', async () => {
  const varied = await ask(tasks.IMAGE_VARIATION({}, { width: 384, height: 576 }))
  const cut = await ask(tasks.BACKGROUND_REMOVAL())
  const [first, second] = [
    await decode(varied.body.images?.[0]),
    await decode(cut.body.images?.[0]),
  ]
  expect([first.width, first.height, first.channels]).toEqual([384, 576, 3])
  expect([second.width, second.height, second.channels, second.format]).toEqual([64, 48, 4, 'png'])
})
