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

let served: Served

beforeAll(async () => {
  served = await serveBedrock()
})
afterAll(() => served.close())

const image = await motley(64, 64)
const long = 'x'.repeat(10_000)
const words = { prompt: 'the sea' }

/** Each model: its id, what a request needs, and every field that it takes. */
const models = {
  core: {
    id: 'stable-image-core-v1:1',
    body: words,
    fields: 'prompt negative_prompt seed output_format aspect_ratio',
  },
  ultra: {
    id: 'stable-image-ultra-v1:1',
    body: words,
    fields: 'prompt negative_prompt mode strength seed output_format image aspect_ratio',
  },
  sd35: {
    id: 'sd3-5-large-v1:0',
    body: words,
    fields: 'prompt negative_prompt mode strength seed output_format image aspect_ratio',
  },
  inpaint: {
    id: 'stable-image-inpaint-v1:0',
    body: { image, ...words },
    fields: 'image prompt mask grow_mask negative_prompt seed output_format style_preset',
  },
  erase: {
    id: 'stable-image-erase-object-v1:0',
    body: { image },
    fields: 'image mask grow_mask seed output_format',
  },
  outpaint: {
    id: 'stable-outpaint-v1:0',
    body: { image, left: 8 },
    fields: 'image left right up down creativity prompt style_preset seed output_format',
  },
  'search-and-replace': {
    id: 'stable-image-search-replace-v1:0',
    body: { image, ...words, search_prompt: 'ball' },
    fields: 'image prompt search_prompt grow_mask negative_prompt seed output_format style_preset',
  },
  'search-and-recolor': {
    id: 'stable-image-search-recolor-v1:0',
    body: { image, ...words, select_prompt: 'ball' },
    fields: 'image prompt select_prompt grow_mask negative_prompt seed output_format style_preset',
  },
  'remove-background': {
    id: 'stable-image-remove-background-v1:0',
    body: { image },
    fields: 'image output_format',
  },
  'control-sketch': {
    id: 'stable-image-control-sketch-v1:0',
    body: { image, ...words },
    fields: 'image prompt control_strength negative_prompt seed output_format style_preset',
  },
  'control-structure': {
    id: 'stable-image-control-structure-v1:0',
    body: { image, ...words },
    fields: 'image prompt control_strength negative_prompt seed output_format style_preset',
  },
  'style-guide': {
    id: 'stable-image-style-guide-v1:0',
    body: { image, ...words },
    fields: 'image prompt aspect_ratio fidelity negative_prompt seed output_format style_preset',
  },
  'style-transfer': {
    id: 'stable-style-transfer-v1:0',
    body: { init_image: image, style_image: image },
    fields:
      'init_image style_image prompt negative_prompt composition_fidelity style_strength ' +
      'change_strength seed output_format',
  },
  'fast-upscale': {
    id: 'stable-fast-upscale-v1:0',
    body: { image },
    fields: 'image output_format',
  },
  'conservative-upscale': {
    id: 'stable-conservative-upscale-v1:0',
    body: { image, ...words },
    fields: 'image prompt creativity negative_prompt seed output_format',
  },
  'creative-upscale': {
    id: 'stable-creative-upscale-v1:0',
    body: { image, ...words },
    fields: 'image prompt creativity negative_prompt seed output_format style_preset',
  },
} as const
type Name = keyof typeof models
const names = Object.keys(models) as Name[]
const generators: readonly Name[] = ['core', 'ultra', 'sd35']
const services = names.filter((name) => !generators.includes(name))

/** Calls a model as it must be called: a service through its profile, a generator where it is. */
function ask(name: Name, body: object = {}): Promise<Answer> {
  const { id, body: needed } = models[name]
  const isGenerator = generators.includes(name)
  const modelId = isGenerator ? `stability.${id}` : `us.stability.${id}`
  const region = isGenerator ? 'us-west-2' : 'us-east-2'
  return served.invoke(modelId, { ...needed, ...body }, { region })
}

/** Whatever makes the upscalers' pictures small enough for a test. */
const light = { output_format: 'jpeg' }

test.each(names)('%s makes a picture of the least that it needs', async (name) => {
  const { status, message, body } = await ask(name, light)
  expect([status, message]).toEqual([200, ''])
  expect(body).toEqual({
    seeds: [expect.any(Number) as number],
    finish_reasons: [null],
    images: [expect.any(String) as string],
  })
})

test.each(services)(
  '%s refuses an unknown field and lists its own, as JSON in the message',
  async (name) => {
    const { status, error, message } = await ask(name, { text_prompts: [] })
    const fields = models[name].fields.replaceAll(' ', ', ')
    expect([status, error, JSON.parse(message)]).toEqual([
      400,
      'ValidationException',
      {
        detail: `Invalid field 'text_prompts' in request. Available fields for ${name} are: ${fields}`,
      },
    ])
  },
)

test.each(generators)('%s refuses an unknown field and lists its own', async (name) => {
  const { message } = await ask(name, { cfg_scale: 7 })
  const fields = models[name].fields.split(' ').map((field) => `'${field}'`)
  const detail = `Invalid field in request. Available fields: [${fields.join(', ')}]`
  expect(JSON.parse(message)).toEqual({ detail })
})

test.each(names)('%s refuses each needed field that is missing', async (name) => {
  const needed = Object.keys(models[name].body)
  const answers = await Promise.all(needed.map((field) => ask(name, { [field]: undefined })))
  expect(answers.map(({ status }) => status)).toEqual(needed.map(() => 400))
  for (const { message } of answers) expect(JSON.parse(message)).toHaveProperty('detail')
})

const presets =
  '3d-model analog-film anime cinematic comic-book digital-art enhance fantasy-art isometric line-art ' +
  'low-poly modeling-compound neon-punk origami photographic pixel-art tile-texture'

/** What is taken at its limits, and what beyond them is refused, of every field that has any. */
const ranges: Readonly<
  Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }>
> = {
  prompt: { good: ['', long], bad: [`${long}x`, 5] },
  negative_prompt: { good: ['', long], bad: [`${long}x`] },
  search_prompt: { good: [long], bad: [`${long}x`] },
  select_prompt: { good: [long], bad: [`${long}x`] },
  seed: { good: [0, 4_294_967_294], bad: [-1, 4_294_967_296, 1.5, '1'] },
  output_format: { good: ['jpeg', 'png'], bad: ['gif', 'jpg'] },
  style_preset: { good: presets.split(' '), bad: ['none', ''] },
  grow_mask: { good: [0, 20], bad: [-1, 21, 0.5] },
  left: { good: [0, 1], bad: [-1, 2001, 1.5] },
  right: { good: [0, 1], bad: [-1, 2001] },
  up: { good: [0, 1], bad: [-1, 2001] },
  down: { good: [0, 1], bad: [-1, 2001] },
  control_strength: { good: [0, 1], bad: [-0.01, 1.01] },
  fidelity: { good: [0, 1], bad: [-0.01, 1.01] },
  composition_fidelity: { good: [0, 1], bad: [-0.01, 1.01] },
  style_strength: { good: [0, 1], bad: [-0.01, 1.01] },
  change_strength: { good: [0.1, 1], bad: [0.09, 1.01] },
  aspect_ratio: { good: '16:9 1:1 21:9 2:3 3:2 4:5 5:4 9:16 9:21'.split(' '), bad: ['4:3', 1] },
}

const ranged = names.flatMap((name) =>
  models[name].fields
    .split(' ')
    .filter((field) => field in ranges)
    // The upscalers' pictures are large, and their other fields have tests of their own.
    .filter((field) => !name.includes('upscale') || field === 'seed')
    .map((field) => [name, field] as const),
)

test.each(ranged)('%s takes %s within its limits and refuses it beyond', async (name, field) => {
  const { good, bad } = ranges[field] ?? { good: [], bad: [] }
  const rest = name === 'outpaint' ? { left: 1, right: 1 } : {}
  const statusOf = async (value: unknown) =>
    (await ask(name, { ...light, ...rest, [field]: value })).status
  expect(await Promise.all(good.map(statusOf))).toEqual(good.map(() => 200))
  expect(await Promise.all(bad.map(statusOf))).toEqual(bad.map(() => 400))
})

test.each<[Name, number, number]>([
  ['conservative-upscale', 0.1, 0.5],
  ['creative-upscale', 0.1, 0.5],
  ['outpaint', 0.1, 1],
])('%s takes a creativity from %d to %d', async (name, low, high) => {
  const asked = [low, high, low - 0.01, high + 0.01]
  const answers = await Promise.all(asked.map((creativity) => ask(name, { ...light, creativity })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 400])
})

test('the largest seed is one more for Core and Ultra, and Core and Ultra make no WebP', async () => {
  const statuses = await Promise.all(
    [...generators, 'inpaint' as const].flatMap((name) => [
      ask(name, { seed: 4_294_967_295 }),
      ask(name, { output_format: 'webp' }),
    ]),
  )
  expect(statuses.map(({ status }) => status)).toEqual([200, 400, 200, 400, 400, 200, 400, 200])
})

test('the format asked for is the format that comes, PNG by default', async () => {
  const formats = await Promise.all(
    [undefined, 'png', 'jpeg', 'webp'].map(async (format) => {
      const { body } = await ask('remove-background', { output_format: format })
      const { format: made, channels } = await decode(body.images?.[0])
      return `${made} ${channels}`
    }),
  )
  expect(formats).toEqual(['png 4', 'png 4', 'jpeg 3', 'webp 4'])
})

test('a seed asked for is the seed used; 0 or none draws another each time', async () => {
  const seeds = await Promise.all(
    [{ seed: 7 }, { seed: 0 }, { seed: 0 }, {}].map(
      async (body) => (await ask('erase', body)).body.seeds?.[0],
    ),
  )
  expect(seeds[0]).toBe(7)
  expect(new Set(seeds).size).toBe(4)
  expect(seeds).not.toContain(0)
})

const edits = services.filter((name) => !name.includes('upscale'))

test.each(edits)('%s takes pictures from 64 pixels a side, from 1:2.5 to 2.5:1', async (name) => {
  const field = name === 'style-transfer' ? 'style_image' : 'image'
  const sizes = [
    [64, 64],
    [160, 64],
    [64, 160],
    [63, 64],
    [64, 63],
    [161, 64],
    [64, 161],
  ] as const
  const statusOf = async ([width, height]: readonly [number, number]) =>
    (await ask(name, { [field]: await picture(width, height) })).status
  expect(await Promise.all(sizes.map(statusOf))).toEqual([200, 200, 200, 400, 400, 400, 400])
})

test('pictures have at most 9,437,184 pixels and are JPEG, PNG or WebP', async () => {
  const files = [
    await picture(3072, 3072),
    await picture(3073, 3072),
    await picture(64, 64, { format: 'webp' }),
    await picture(64, 64, { format: 'jpeg' }),
    await picture(64, 64, { format: 'gif' }),
    'AAAA',
    '-',
  ]
  const answers = await Promise.all(
    files.map((file) => ask('control-sketch', { image: file, ...light })),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 200, 400, 400, 400])
})

test.each<[Name, readonly (readonly [number, number, number])[]]>([
  [
    'fast-upscale',
    [
      [32, 32, 200],
      [31, 40, 400],
      [1536, 32, 200],
      [1537, 32, 400],
      [1024, 1025, 400],
    ],
  ],
  [
    'conservative-upscale',
    [
      [64, 64, 200],
      [63, 70, 400],
      [160, 64, 200],
      [161, 64, 400],
    ],
  ],
  [
    'creative-upscale',
    [
      [64, 64, 200],
      [63, 70, 400],
      [1024, 1024, 200],
      [1024, 1025, 400],
    ],
  ],
])('%s has limits of its own', async (name, sizes) => {
  for (const [width, height, status] of sizes) {
    const answer = await ask(name, { ...light, image: await picture(width, height) })
    expect([width, height, answer.status]).toEqual([width, height, status])
  }
})

test('an upscaled picture is four times as large, or about 4K', async () => {
  const [fast, large] = await Promise.all([
    ask('fast-upscale', { ...light, image: await picture(40, 32) }),
    ask('creative-upscale', { ...light, image: await picture(160, 64) }),
  ])
  const [first, second] = [
    await decode(fast.body.images?.[0]),
    await decode(large.body.images?.[0]),
  ]
  expect([first.width, first.height]).toEqual([160, 128])
  expect([second.width, second.height]).toEqual([4857, 1943])
})

test('an outpainted picture has its margins, of which there is at least one', async () => {
  const { body } = await ask('outpaint', { left: 10, right: 20, up: 30, down: 40 })
  const made = await decode(body.images?.[0])
  expect([made.width, made.height]).toEqual([94, 134])
  expect((await ask('outpaint', { left: 0 })).status).toBe(400)
  expect((await ask('outpaint', { left: 2000, image: await picture(64, 64) })).status).toBe(200)
})

test('a drawn picture has about a megapixel in the aspect ratio asked for', async () => {
  const sizes = await Promise.all(
    ['16:9', '9:21', undefined].map(async (ratio) => {
      const { body } = await ask('core', { aspect_ratio: ratio, ...light })
      const { width, height } = await decode(body.images?.[0])
      return [width, height]
    }),
  )
  expect(sizes).toEqual([
    [1344, 768],
    [640, 1536],
    [1024, 1024],
  ])
})

test('a picture drawn after another one says so, with how far it may stray', async () => {
  const mode = 'image-to-image'
  const bodies = [
    { mode, image, strength: 0 },
    { mode, image, strength: 1 },
    { mode, image, strength: 1.01 },
    { mode, strength: 0.5 },
    { mode, image },
    { image, strength: 0.5 },
    { mode: 'inpaint' },
    { mode, image, strength: 0.5, aspect_ratio: '1:1' },
  ]
  const of = async (name: Name) => {
    const answers = await Promise.all(bodies.map((body) => ask(name, body)))
    return answers.map(({ status }) => status)
  }
  expect(await of('sd35')).toEqual([200, 200, 400, 400, 400, 400, 400, 400])
  expect(await of('ultra')).toEqual([200, 200, 400, 400, 200, 400, 400, 400])
})

const opaque = { ...black, alpha: 1 }
const clear = { ...black, alpha: 0 }

test.each<[Name, object]>([
  ['inpaint', {}],
  ['erase', {}],
])('%s edits what is white or transparent, and a mask wins', async (name, more) => {
  const mask = await halves(64, 64, [black, white])
  const columnsOf = async (body: object, before: string) => {
    const answer = await ask(name, { grow_mask: 0, ...more, ...body })
    return changedColumns(before, answer.body.images?.[0])
  }
  const white1 = await columnsOf({ mask }, image)
  expect(Math.min(...white1)).toBeGreaterThanOrEqual(32)
  expect(white1.length).toBeGreaterThan(20)
  const small = await columnsOf({ mask: await halves(16, 16, [black, white]) }, image)
  expect(Math.max(...small)).toBe(63)
  expect(Math.min(...small)).toBeGreaterThan(28)
  expect(await columnsOf({ mask: await picture(64, 64, { background: black }) }, image)).toEqual([])
  expect(await columnsOf({}, image)).toEqual([])
  const seeThrough = await halves(64, 64, [clear, { ...white, alpha: 1 }])
  expect(Math.max(...(await columnsOf({ image: seeThrough }, seeThrough)))).toBeLessThan(32)
  const wins = await halves(64, 64, [opaque, { ...white, alpha: 0 }])
  const leftOnly = await halves(64, 64, [white, black])
  expect(Math.max(...(await columnsOf({ image: wins, mask: leftOnly }, wins)))).toBeLessThan(32)
})

test.each([
  ['prompt', 'Filter reason: prompt', undefined],
  ['input', 'Filter reason: input image', []],
  ['output', 'Filter reason: output image', []],
])('a caught %s is a success without an image', async (what, reason, images) => {
  const { status, body } = await ask('inpaint', { prompt: `a blocked${what}` })
  expect([status, body.finish_reasons, body.images]).toEqual([200, [reason], images])
})

test('a service is called through its profile, a generator by its own id in us-west-2', async () => {
  const { id, body } = models.erase
  const bare = await served.invoke(`stability.${id}`, body, { region: 'us-west-2' })
  expect([bare.status, bare.error]).toEqual([400, 'ValidationException'])
  expect(bare.message).toBe(
    `Invocation of model ID stability.${id} with on-demand throughput isn’t supported. Retry your ` +
      'request with the ID or ARN of an inference profile that contains this model.',
  )
  const arn = `arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.stability.${id}`
  const asked: [string, string][] = [
    [`us.stability.${id}`, 'us-east-1'],
    [`us.stability.${id}`, 'us-west-2'],
    [arn, 'us-east-1'],
    [arn, 'us-west-2'],
    [`us.stability.${id}`, 'eu-west-1'],
    [`eu.stability.${id}`, 'us-east-1'],
    ['us.stability.sd3-5-large-v1:0', 'us-west-2'],
  ]
  const answers = await Promise.all(
    asked.map(([modelId, region]) => served.invoke(modelId, body, { region })),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 400, 400, 400])
  const elsewhere = await served.invoke('stability.sd3-5-large-v1:0', words, {
    region: 'us-east-1',
  })
  expect(elsewhere.message).toBe('The provided model identifier is invalid.')
})
