import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { GenerationId } from '#domain/ids.ts'
import { cardsOf, type Endpoint, readEndpoints } from '#domain/model/endpoints.ts'
import { sizeIn } from '#domain/model/size-rule.ts'
import type { PreparedOperation } from '../../amplify/models/adapter.ts'
import { createOpenAiImagesAdapter } from '../../amplify/models/openai-images/adapter.ts'
import { createEndpointCaller } from '../../amplify/models/openai-images/caller.ts'
import { type ImagesServer, openImagesServer } from '../../sandbox/images/server.ts'

/** Adapter and caller against the stand-in, which was written from OpenAI's reference alone. */

const key = 'sk-test-5f1c0a9e'
const job = 'a0000000-0000-4000-8000-000000000000' as GenerationId
const size = { widthPx: 512, heightPx: 512, tier: 'any' }
const common = { count: 1, seed: 0, quality: 'STANDARD', size } as const

let server: ImagesServer
let picture: Buffer
let reference: Buffer
let mask: Buffer

beforeAll(async () => {
  server = await openImagesServer({
    port: 0,
    key,
    engine: 'instant',
    models: {
      'gpt-image': { mask: 'ALPHA', maxImages: 16 },
      klein: { mask: 'WHITE', maxImages: 4, takesResponseFormat: true },
      repainter: { mask: 'NONE', maxImages: 3, repaintsAll: true, takesResponseFormat: true },
    },
  })
  picture = await plain('#204060')
  reference = await plain('#c04020')
  const hole = await sharp({ create: { width: 100, height: 80, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  mask = await sharp({ create: { width: 512, height: 512, channels: 3, background: '#000' } })
    .composite([{ input: hole, left: 200, top: 210 }])
    .greyscale()
    .png()
    .toBuffer()
})
afterAll(() => server.close())

/** What the test before left ordered would end this one's request. */
let before: { asked: number; made: number }
beforeEach(() => {
  before = { asked: server.asked.length, made: server.made }
})

function plain(background: string, width = 512, height = 512): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}

function endpoint(more: Partial<Endpoint> = {}): Endpoint {
  const [read] = readEndpoints(
    JSON.stringify([
      {
        name: 'here',
        url: server.url,
        key: 'IMAGES_KEY',
        models: [
          { model: 'gpt-image', mask: 'ALPHA', references: 4, priceMicros: 40_000 },
          { model: 'klein', mask: 'WHITE', references: 3, priceMicros: 0 },
          { model: 'repainter', references: 2, priceMicros: 0 },
          { model: 'unknown', priceMicros: 0 },
        ],
      },
    ]),
  )
  if (!read) throw new Error('There is no endpoint.')
  return { ...read, asksForBase64: false, ...more }
}

type Rest<Each> = Each extends unknown ? Omit<Each, keyof typeof common | 'task'> : never
type Way = {
  model?: string
  at?: Endpoint
  onLoopback?: boolean
  secret?: string
  seconds?: number
}

/** Sends one operation all the way, and reads what came. */
async function ask(operation: Rest<PreparedOperation>, way: Way = {}) {
  const { model = 'gpt-image', at = endpoint(), seconds = 5 } = way
  const card = cardsOf([at]).find(({ id }) => id === `here:${model}`)
  if (!card) throw new Error(`There is no card of ${model}.`)
  const adapter = createOpenAiImagesAdapter(card)
  const asked = { ...common, ...operation, task: operation.kind } as unknown as PreparedOperation
  const [call] = await adapter.requestBodies(asked)
  if (!call) throw new Error('There is no call.')
  const caller = createEndpointCaller({
    endpoints: [at],
    keyOf: async () => way.secret ?? key,
    onLoopback: way.onLoopback ?? true,
    modelSeconds: seconds,
  })
  const answer = await caller.invoke(card, call.body, job)
  if (answer.kind === 'FAILED') return answer
  const { images } = adapter.parseResponse(answer.body, call)
  return { kind: 'ANSWERED' as const, image: images[0] ?? Buffer.alloc(0) }
}

const words = { kind: 'TEXT_TO_IMAGE', prompt: 'a harbour' } as const
const found = { kind: 'INSTRUCT', prompt: 'make it night' } as const

test('a picture from words is asked for in JSON, at the size that was chosen', async () => {
  const answer = await ask(words)
  expect(answer.kind).toBe('ANSWERED')
  expect(server.asked.at(-1)).toMatchObject({
    path: 'generations',
    model: 'gpt-image',
    prompt: 'a harbour',
    width: 512,
    height: 512,
  })
})

test('an instruction goes with its pictures in their order', async () => {
  await ask({ ...found, image: picture, references: [reference, picture] })
  const asked = server.asked.at(-1)
  expect(asked?.images).toEqual([picture, reference, picture])
  expect(asked?.cover).toBeUndefined()
})

test.each([
  ['gpt-image', 'ALPHA'],
  ['klein', 'WHITE'],
] as const)('%s reads the mask that it is sent, white = edit', async (model, _dialect) => {
  await ask({ kind: 'INPAINT', prompt: 'a cup', image: picture, mask }, { model })
  const cover = server.asked.at(-1)?.cover
  expect(cover?.[210 * 512 + 200]).toBe(255)
  expect(cover?.[289 * 512 + 299]).toBe(255)
  expect(cover?.[209 * 512 + 200]).toBe(0)
  expect(cover?.filter((value) => value > 0)).toHaveLength(8_000)
})

test('a model without masks is sent none, and still edits', async () => {
  const at = endpoint({ asksForBase64: true })
  const operation = { kind: 'ERASE', image: picture, mask } as const
  const answer = await ask(operation, { model: 'repainter', at })
  expect(answer.kind).toBe('ANSWERED')
  expect(server.asked.at(-1)).toMatchObject({ path: 'edits', images: [picture] })
  expect(server.asked.at(-1)?.cover).toBeUndefined()
  // From 200 to 300 and from 210 to 290 of 512.
  const place = 'between 39% and 59% of the width and between 41% and 57% of the height'
  expect(server.asked.at(-1)?.prompt).toContain(`The masked area is ${place}.`)
})

test('an answer by address is fetched without the key, as is one that is relative', async () => {
  server.order({ kind: 'ADDRESS' })
  expect((await ask(words)).kind).toBe('ANSWERED')
})

test('a picture of the right shape is brought to the size, of another left to be refused', async () => {
  server.order({ kind: 'SIZE', width: 1_024, height: 1_024 })
  const fitted = await ask(words)
  server.order({ kind: 'SIZE', width: 768, height: 512 })
  const other = await ask(words)
  const sizes = await Promise.all(
    [fitted, other].map(async (answer) => {
      if (answer.kind === 'FAILED') throw new Error(answer.log)
      const { width, height } = await sharp(answer.image).metadata()
      return [width, height]
    }),
  )
  expect(sizes).toEqual([
    [512, 512],
    [768, 512],
  ])
})

describe('what goes wrong is told apart, and nothing is asked for twice', () => {
  const json = (code: string) => JSON.stringify({ error: { message: key, type: 't', code } })
  const status = (code: number, body = '', headers = {}) =>
    ({ kind: 'STATUS', status: code, body, headers }) as const
  test.each([
    ['a spent account', status(429, json('insufficient_quota')), 'MODEL_UNAVAILABLE', false],
    ['too many requests', status(429, json('rate'), { 'retry-after': '7' }), 'THROTTLED', true],
    ['an overload', status(503, 'busy'), 'THROTTLED', true],
    ['a filter', status(400, json('moderation_blocked')), 'BLOCKED_PROMPT', false],
    [
      'a filter of a gateway',
      status(422, json('content_policy_violation')),
      'BLOCKED_PROMPT',
      false,
    ],
    ['an unverified organisation', status(403, json('')), 'MODEL_UNAVAILABLE', false],
    ['a page instead of an answer', status(502, '<html>'), 'MODEL_UNAVAILABLE', false],
    ['an empty answer', status(200, '{"data":[]}'), 'MODEL_UNAVAILABLE', false],
    ['an answer that is no JSON', status(200, '<html>'), 'MODEL_UNAVAILABLE', false],
    ['a body that is too large', status(413), 'MODEL_UNAVAILABLE', false],
    ['a detail', status(400, '{"detail":[{"msg":"no"}]}'), 'INTERNAL', false],
    [
      'a redirect',
      status(307, '', { location: 'http://169.254.169.254/' }),
      'MODEL_UNAVAILABLE',
      false,
    ],
    ['half an answer', { kind: 'CUT' }, 'TIMED_OUT', false],
  ] as const)('%s', async (_, order, code, throttled) => {
    server.order(order)
    const answer = await ask(words)
    expect(answer).toMatchObject({ kind: 'FAILED', failure: { code, throttled, retryOnce: false } })
    expect(JSON.stringify(answer)).not.toContain(key)
    expect(server.made - before.made).toBe(order.kind === 'CUT' ? 1 : 0)
  })

  test('how long to wait is what the server said', async () => {
    server.order(status(429, '{}', { 'retry-after': '7' }))
    expect(await ask(words)).toMatchObject({ failure: { retryAfterSeconds: 7 } })
  })

  test('a wrong key, an unknown model, words that a filter stops', async () => {
    const answers = await Promise.all([
      ask(words, { secret: 'sk-wrong' }),
      ask(words, { model: 'unknown' }),
      ask({ ...words, prompt: 'moderated' }),
    ])
    const codes = answers.map((answer) => answer.kind === 'FAILED' && answer.failure.reason.key)
    expect(codes).toEqual(['endpointRefusesKey', 'endpointLacksModel', 'wordsRefused'])
  })

  test('a server that is slow may have been charged for; one that is not there was not', async () => {
    server.order({ kind: 'SLOW', ms: 1_500 })
    const slow = await ask(words, { seconds: 1 })
    const gone = await ask(words, { at: endpoint({ url: 'http://127.0.0.1:9/v1' }) })
    const keys = [slow, gone].map((answer) => answer.kind === 'FAILED' && answer.failure.reason.key)
    expect(keys).toEqual(['endpointLost', 'endpointUnreached'])
  })
})

describe('no endpoint leads where it may not', () => {
  const blocked = { kind: 'FAILED', failure: { reason: { key: 'endpointBlocked' } } }
  test.each([
    'http://127.0.0.1:1/v1',
    'https://127.0.0.1:1/v1',
    'https://localhost:1/v1',
    'https://[::1]:1/v1',
    'https://[::ffff:127.0.0.1]:1/v1',
    'https://[::ffff:7f00:1]:1/v1',
    'https://[64:ff9b::7f00:1]:1/v1',
    'https://[fd00::1]:1/v1',
    'https://[fe80::1]:1/v1',
    'https://0.0.0.0:1/v1',
    'https://0x7f.1:1/v1',
    'https://2130706433:1/v1',
    'https://10.0.0.1:1/v1',
    'https://172.16.0.1:1/v1',
    'https://192.168.1.1:1/v1',
    'https://100.64.0.1:1/v1',
    'https://169.254.169.254/v1',
    'http://93.184.216.34/v1',
    'https://user:word@93.184.216.34/v1',
    'file:///etc/passwd',
  ])('in the cloud, %s', async (url) => {
    const answer = await ask(words, { at: endpoint({ url }), onLoopback: false, seconds: 2 })
    expect(answer).toMatchObject(blocked)
  })

  test.each([
    'http://10.0.0.1:1/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'https://192.168.1.1/v1',
  ])('offline, %s', async (url) => {
    expect(await ask(words, { at: endpoint({ url }), seconds: 2 })).toMatchObject(blocked)
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/picture.png',
    'file:///etc/passwd',
    'ftp://127.0.0.1/picture.png',
    'https://user:word@127.0.0.1/picture.png',
  ])('nor by the address of an answer: %s', async (address) => {
    server.order({ kind: 'ADDRESS', address })
    expect(await ask(words)).toMatchObject(blocked)
  })

  test('nor does an address that an answer names lead on', async () => {
    const other = createServer((_, answer) => {
      answer.writeHead(302, { location: `${server.url}/files/1.png` }).end()
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    server.order({ kind: 'ADDRESS', address: `http://127.0.0.1:${port}/picture.png` })
    expect(await ask(words)).toMatchObject({ kind: 'FAILED', failure: { code: 'TIMED_OUT' } })
    other.close()
  })

  test.each([
    'http://a.example/v1?x=1',
    'https://a:b@a.example/v1',
    'ftp://a.example',
    'a.example',
  ])('settings refuse %s', (url) => {
    const text = JSON.stringify([{ name: 'x', url, models: [{ model: 'm', priceMicros: 0 }] }])
    expect(() => readEndpoints(text)).toThrow(/url/)
  })
})

test('the sizes of a card are those that were set', () => {
  const sizes = ['1024x1024', '1536x1024']
  const [card] = cardsOf([
    endpoint({
      models: [{ ...endpoint().models[0]!, sizes }],
    }),
  ])
  const rule = card?.abilities.INSTRUCT?.picture?.sizes
  expect(rule && sizeIn(rule, { width: 1_536, height: 1_024 })).toBeDefined()
  expect(rule && sizeIn(rule, { width: 1_024, height: 1_536 })).toBeUndefined()
})
