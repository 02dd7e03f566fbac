import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { createFaults } from '../faults/faults.ts'
import type { ServiceRequest } from '../gateway/service.ts'
import { type BedrockOptions, createBedrockRuntime } from './service.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const caller = {
  arn: 'arn:aws:sts::000000000000:assumed-role/worker/session',
  accountId: '000000000000',
  roleArn: 'arn:aws:iam::000000000000:role/worker',
  userId: 'AROA:session',
  tags: {},
  policies: [],
}
type Runtime = ReturnType<typeof createBedrockRuntime>
const started: Runtime[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((runtime) => runtime.close()))
})

function start(overrides: Partial<BedrockOptions> = {}): Runtime {
  const runtime = createBedrockRuntime({
    deployment: { region: 'us-east-1' },
    authorizer: { authorize: () => ({ allowed: true, message: '' }) },
    log: () => undefined,
    engine: 'instant',
    ...overrides,
  })
  started.push(runtime)
  return runtime
}

async function send(runtime: Runtime, body: unknown, overrides: Partial<ServiceRequest> = {}) {
  const response = await runtime.handle({
    requestId: 'request-1',
    method: 'POST',
    path: `/model/${encodeURIComponent(titan)}/invoke`,
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json' },
    host: 'bedrock-runtime.us-east-1.amazonaws.com',
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    secure: true,
    stream: Readable.from([]),
    caller,
    signature: undefined,
    ...overrides,
  })
  const json: unknown = typeof response.body === 'string' ? JSON.parse(response.body) : undefined
  const { message, images, error, maskImage } = json as {
    message?: string
    images?: string[]
    error?: string | null
    maskImage?: string
  }
  const type = response.headers?.['x-amzn-errortype']
  return { status: response.status, type, message, images, error, maskImage }
}

type Pixel = { r: number; g: number; b: number; alpha?: number }

async function picture(width: number, height: number, background: Pixel): Promise<string> {
  const channels = background.alpha === undefined ? 3 : 4
  const image = sharp({ create: { width, height, channels, background } })
  return (await image.png().toBuffer()).toString('base64')
}

const black = { r: 0, g: 0, b: 0 }
const white = { r: 255, g: 255, b: 255 }
const teal = { r: 20, g: 130, b: 140 }

/** A white mask with a black square in its middle. */
async function squareMask(width: number, height: number, square: Pixel = black): Promise<string> {
  const side = Math.floor(Math.min(width, height) / 4)
  const patch = { create: { width: side, height: side, channels: 3 as const, background: square } }
  const image = sharp({ create: { width, height, channels: 3, background: white } })
  const input = await sharp(patch).png().toBuffer()
  return (await image.composite([{ input }]).removeAlpha().png().toBuffer()).toString('base64')
}

function textImage(params: object = {}, config: object = {}): object {
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'the sea', ...params },
    imageGenerationConfig: { width: 320, height: 704, ...config },
  }
}

async function inPainting(params: object = {}, config?: object): Promise<object> {
  return {
    taskType: 'INPAINTING',
    inPaintingParams: {
      image: await picture(64, 48, teal),
      maskImage: await squareMask(64, 48),
      ...params,
    },
    ...(config === undefined ? {} : { imageGenerationConfig: config }),
  }
}

function sizeOf(image: string | undefined) {
  return sharp(Buffer.from(image ?? '', 'base64'))
    .metadata()
    .then(({ width, height, format, channels }) => ({ width, height, format, channels }))
}

test.each([
  [1024, 1024],
  [1173, 640],
  [320, 704],
])('a picture from text has the size asked for, %i x %i', async (width, height) => {
  const answer = await send(start(), textImage({}, { width, height }))
  expect([answer.status, answer.error, answer.images?.length]).toEqual([200, null, 1])
  expect(await sizeOf(answer.images?.[0])).toEqual({ width, height, format: 'png', channels: 3 })
})

test('erasing returns the size of the picture, everything outside the mask unchanged', async () => {
  const { images } = await send(start({ engine: 'classical' }), await inPainting())
  const { data, info } = await sharp(Buffer.from(images?.[0] ?? '', 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([64, 48])
  // The picture is one colour, so the fill is that colour as well.
  expect(new Set(data.toString('hex').match(/.{6}/g))).toEqual(new Set(['14828c']))
})

test('several pictures are made from as many seeds and differ', async () => {
  const body = await inPainting({ text: 'a red ball' }, { numberOfImages: 3 })
  const { images } = await send(start({ engine: 'classical' }), body)
  expect(new Set(images).size).toBe(3)
})

test('outpainting makes the white part new and keeps the black', async () => {
  const image = await picture(64, 48, teal)
  const maskImage = await squareMask(64, 48)
  const body = {
    taskType: 'OUTPAINTING',
    outPaintingParams: { image, maskImage, text: 'the sea', outPaintingMode: 'PRECISE' },
  }
  const { status, images } = await send(start(), body)
  expect([status, images?.length]).toEqual([200, 1])
})

test('the mask comes back when asked for', async () => {
  const maskImage = await squareMask(64, 48)
  const { maskImage: returned } = await send(start(), await inPainting({ returnMask: true }))
  expect(returned).toBe(maskImage)
})

test.each([
  ['the longest prompt', { text: 'x'.repeat(512) }, {}],
  ['the longest negative prompt', { negativeText: 'x'.repeat(512) }, {}],
  ['five pictures', {}, { numberOfImages: 5 }],
  ['the smallest cfgScale', {}, { cfgScale: 1.1 }],
  ['the largest cfgScale', {}, { cfgScale: 10 }],
  ['seed 0', {}, { seed: 0 }],
  ['the largest seed', {}, { seed: 2_147_483_646 }],
  ['premium quality', {}, { quality: 'premium' }],
])('%s is taken', async (_, params, config) => {
  expect((await send(start(), textImage(params, config))).status).toBe(200)
})

test.each([
  ['a prompt of 513 characters', { text: 'x'.repeat(513) }, {}],
  ['an empty prompt', { text: '' }, {}],
  ['no prompt', { text: undefined }, {}],
  ['a negative prompt of 513 characters', { negativeText: 'x'.repeat(513) }, {}],
  ['an unknown parameter', { style: 'photo' }, {}],
  ['an unknown setting', {}, { steps: 30 }],
  ['no pictures', {}, { numberOfImages: 0 }],
  ['six pictures', {}, { numberOfImages: 6 }],
  ['a cfgScale below 1.1', {}, { cfgScale: 1.09 }],
  ['a cfgScale above 10', {}, { cfgScale: 10.1 }],
  ['a negative seed', {}, { seed: -1 }],
  ['a seed too large', {}, { seed: 2_147_483_647 }],
  ['a seed with a fraction', {}, { seed: 1.5 }],
  ['a size that is no pair of the table', {}, { width: 1024, height: 768 }],
  ['a landscape-only size upright', {}, { width: 640, height: 1173 }],
  ['a width alone', {}, { height: undefined }],
  ['a quality there is not', {}, { quality: 'ultra' }],
  ['a control mode without its image', { controlMode: 'CANNY_EDGE' }, {}],
  ['a condition image that is none', { conditionImage: 'AAAA' }, {}],
])('%s is refused', async (_, params, config) => {
  const { status, type } = await send(start(), textImage(params, config))
  expect([status, type]).toEqual([400, 'ValidationException'])
})

test.each([
  ['no mask', { maskImage: undefined }, 'exactly one of maskPrompt and maskImage'],
  ['two masks', { maskPrompt: 'the dog' }, 'exactly one of maskPrompt and maskImage'],
  ['no picture', { image: undefined }, 'required key not found'],
  ['a number for a picture', { image: 5 }, 'expected type: string'],
  ['a picture that is not base64', { image: 'A_B-' }, 'not valid base64'],
  ['a picture that is no picture', { image: 'AAAA' }, 'must be a valid jpeg or png'],
  ['a prompt of 513 characters', { text: 'x'.repeat(513) }, 'expected maxLength: 512'],
])('inpainting with %s is refused', async (_, params, sentence) => {
  const { status, type, message } = await send(start(), await inPainting(params))
  expect([status, type]).toEqual([400, 'ValidationException'])
  expect(message).toContain(sentence)
})

test('a mask of another size, with alpha, in grey or not pure is refused', async () => {
  const grey = await sharp({ create: { width: 64, height: 48, channels: 3, background: black } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  const masks = [
    await squareMask(64, 47),
    await picture(64, 48, { ...black, alpha: 1 }),
    grey.toString('base64'),
    await squareMask(64, 48, { r: 0, g: 0, b: 1 }),
    await squareMask(64, 48, { r: 254, g: 254, b: 254 }),
  ]
  const answers = await Promise.all(
    masks.map(async (maskImage) => send(start(), await inPainting({ maskImage }))),
  )
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
})

test('a picture of 1408 pixels a side is taken; 1409, transparent or WebP is refused', async () => {
  const runtime = start()
  const webp = await sharp({ create: { width: 64, height: 48, channels: 3, background: teal } })
    .webp()
    .toBuffer()
  const maskOf1408 = await squareMask(1408, 32)
  const bodies = await Promise.all([
    inPainting({ image: await picture(1408, 32, teal), maskImage: maskOf1408 }),
    inPainting({ image: await picture(1409, 32, teal) }),
    inPainting({ image: await picture(64, 48, { ...teal, alpha: 0.5 }) }),
    inPainting({ image: webp.toString('base64') }),
  ])
  const answers = await Promise.all(bodies.map((body) => send(runtime, body)))
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400])
})

test('a picture of more than 5 MB is refused', async () => {
  const image = Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64')
  const { message } = await send(start(), await inPainting({ image }))
  expect(message).toContain('exceeds 5242880 bytes')
})

test.each(['{', '[]', 'null', '{"taskType":"PAINT"}'])('the body %s is refused', async (body) => {
  expect((await send(start(), body)).type).toBe('ValidationException')
})

test('the role must be allowed the very model, in the Region of its signature', async () => {
  const asked: unknown[] = []
  const runtime = start({
    authorizer: {
      authorize: ({ action, resource }) => {
        asked.push([action, resource])
        return { allowed: false, message: 'User: x is not authorized' }
      },
    },
  })
  const signature = {
    payloadHash: '',
    signature: '',
    signingKey: Buffer.alloc(0),
    scope: '20261121/us-west-2/bedrock/aws4_request',
    timestamp: '20261121T114000Z',
  }
  const answer = await send(runtime, textImage(), { signature })
  expect(answer).toMatchObject({
    status: 403,
    type: 'AccessDeniedException',
    message: 'User: x is not authorized',
  })
  const arn = 'arn:aws:bedrock:us-west-2::foundation-model/amazon.titan-image-generator-v2:0'
  expect(asked).toEqual([['bedrock:InvokeModel', arn]])
})

test('an unsigned request is refused', async () => {
  const { status, type } = await send(start(), textImage(), { caller: undefined })
  expect([status, type]).toEqual([403, 'UnrecognizedClientException'])
})

test.each([
  ['an unknown model', {}, { path: '/model/amazon.nova-canvas-v2%3A0/invoke' }],
  ['a Region without the model', { region: 'eu-west-1' }, {}],
])('%s is not a valid identifier', async (_, region, request) => {
  const runtime = start()
  const signature = {
    payloadHash: '',
    signature: '',
    signingKey: Buffer.alloc(0),
    scope: `20261121/${'region' in region ? region.region : 'us-east-1'}/bedrock/aws4_request`,
    timestamp: '20261121T114000Z',
  }
  const answer = await send(runtime, textImage(), { signature, ...request })
  expect(answer).toMatchObject({
    status: 400,
    message: 'The provided model identifier is invalid.',
  })
})

test('a retired model is gone from that moment on', async () => {
  let now = 999
  const runtime = start({ clock: () => now, retiredFrom: { [titan]: 1000 } })
  expect((await send(runtime, textImage())).status).toBe(200)
  now = 1000
  const { status, type, message } = await send(runtime, textImage())
  expect([status, type]).toEqual([404, 'ResourceNotFoundException'])
  expect(message).toContain('end of its life')
})

test('requests beyond the minute are throttled until it has passed', async () => {
  let now = 0
  const runtime = start({ clock: () => now, requestsPerMinute: 2 })
  const statuses = [await send(runtime, textImage()), await send(runtime, textImage())]
  expect(statuses.map(({ status }) => status)).toEqual([200, 200])
  expect(await send(runtime, textImage())).toMatchObject({
    status: 429,
    type: 'ThrottlingException',
  })
  now = 60_000
  expect((await send(runtime, textImage())).status).toBe(200)
})

test('a blocked prompt is a refusal, blocked pictures are a success without them', async () => {
  const runtime = start()
  const ask = (text: string, numberOfImages: number) =>
    send(runtime, textImage({ text }, { numberOfImages }))
  const prompt = await ask('a blockedprompt', 2)
  expect([prompt.status, prompt.type]).toEqual([400, 'ValidationException'])
  expect(prompt.message).toContain('blocked by our content filters')
  const all = await ask('a blockedoutput', 2)
  expect([all.status, all.images]).toEqual([200, []])
  expect(all.error).toBe('All of the generated images have been blocked by our content filters.')
  const some = await ask('someblocked', 3)
  expect([some.status, some.images?.length]).toEqual([200, 2])
  expect(some.error).toBe('Some of the generated images have been blocked by our content filters.')
})

test.each([
  ['prompt', 400, 'ValidationException'],
  ['input', 400, 'ValidationException'],
  ['output', 200, undefined],
] as const)('a filter that is ordered to catch the %s does, once', async (what, status, type) => {
  const faults = createFaults()
  faults.add({ times: 1, effect: { kind: 'block', what } })
  const runtime = start({ faults })
  const caught = await send(runtime, textImage())
  expect([caught.status, caught.type, caught.images?.length ?? 0]).toEqual([status, type, 0])
  expect(caught.message ?? caught.error).toContain('blocked by our content filters')
  expect((await send(runtime, textImage())).images).toHaveLength(1)
})

test('closing ends a delayed answer', async () => {
  const runtime = start({ latencyMs: 60_000 })
  const answer = send(runtime, textImage())
  await runtime.close()
  expect((await answer).status).toBe(500)
})

test('another operation is named, not served', async () => {
  const path = `/model/${encodeURIComponent(titan)}/converse-stream`
  const { status, type } = await send(start(), textImage(), { path })
  expect([status, type]).toEqual([404, 'UnknownOperationException'])
})
