import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GenerationId } from '#domain/ids.ts'
import type { ModelSize } from '#domain/model/card.ts'
import { novaOmni } from '#domain/model/nova-omni.ts'
import { sizesOffered } from '#domain/model/size-rule.ts'
import type { PreparedOperation } from '../../amplify/models/adapter.ts'
import { createConverseAdapter } from '../../amplify/models/converse/adapter.ts'
import { createConverseCaller } from '../../amplify/models/converse/caller.ts'
import { type Served, serveBedrock } from '../../sandbox/bedrock/bedrock.fixture.ts'
import type { ModelCall } from '../../sandbox/bedrock/call-log.ts'

/** Adapter and caller of Nova 2 Omni against the stand-in, and against answers word for word. */

const job = 'a0000000-0000-4000-8000-000000000000' as GenerationId
const settings = {
  modelSeconds: 5,
  modelRegions: ['us-west-2'],
  guardrailIdentifier: '',
  guardrailVersion: 'DRAFT',
}
const guarded = { ...settings, guardrailIdentifier: 'abc123' }
const edited = { widthPx: 512, heightPx: 512, tier: 'ANY' }
const wide = { widthPx: 2_704, heightPx: 1_520, tier: 'ANY', ratio: '16:9' }

const calls: ModelCall[] = []
let bedrock: Served
let client: BedrockRuntimeClient
let picture: Buffer
let mask: Buffer

/** What the server that answers word for word was sent, and what it says. */
let sent: { url: string | undefined; body: unknown }
let says = { status: 200, body: '' }
let verbatim: BedrockRuntimeClient
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => void parts.push(part))
  request.on('end', () => {
    sent = { url: request.url, body: JSON.parse(Buffer.concat(parts).toString()) }
    response.writeHead(says.status, { 'content-type': 'application/json' }).end(says.body)
  })
})

beforeAll(async () => {
  bedrock = await serveBedrock({
    deployment: { region: 'us-west-2' },
    guardrails: ['abc123'],
    calls: { note: (call) => void calls.push(call) },
  })
  client = bedrock.runtime('us-west-2')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  verbatim = new BedrockRuntimeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
  })
  picture = await plain(512, 512)
  const hole = await sharp({ create: { width: 128, height: 64, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  mask = await sharp({ create: { width: 512, height: 512, channels: 3, background: '#000' } })
    .composite([{ input: hole, left: 128, top: 256 }])
    .greyscale()
    .png()
    .toBuffer()
})
afterAll(async () => {
  client.destroy()
  verbatim.destroy()
  server.close()
  await bedrock.close()
})

function plain(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#204060' } })
    .png()
    .toBuffer()
}

type Rest<Each> = Each extends unknown
  ? Omit<Each, 'task' | 'count' | 'seed' | 'quality' | 'size'>
  : never

type Way = { size?: ModelSize; by?: BedrockRuntimeClient; settings?: typeof settings }

/** Sends one operation all the way, and reads what came. */
async function ask(operation: Rest<PreparedOperation>, way: Way = {}) {
  const { size = 'image' in operation ? edited : wide, by = client } = way
  const adapter = createConverseAdapter(novaOmni)
  const asked = { count: 1, seed: 0, quality: 'STANDARD', size, ...operation, task: operation.kind }
  const [call, ...more] = await adapter.requestBodies(asked as unknown as PreparedOperation)
  if (!call || more.length > 0) throw new Error('There is not one call.')
  const caller = createConverseCaller(() => by, way.settings ?? settings)
  const answer = await caller.invoke(novaOmni, call.body, job)
  if (answer.kind === 'FAILED') return answer
  // As the journal keeps it.
  const reply = adapter.parseResponse(JSON.parse(JSON.stringify(answer.body)), call)
  return { kind: 'ANSWERED' as const, ...reply }
}

async function sizeOf(answer: Awaited<ReturnType<typeof ask>>) {
  if (answer.kind === 'FAILED') throw new Error(answer.log)
  const { width, height } = await sharp(answer.images[0]).metadata()
  return [width, height]
}

/** An answer as it is on the wire. */
function says200(content: readonly object[], more: object = {}): void {
  const output = { message: { role: 'assistant', content } }
  const body = { output, stopReason: 'end_turn', usage: {}, metrics: {}, ...more }
  says = { status: 200, body: JSON.stringify(body) }
}

const harbour = { kind: 'TEXT_TO_IMAGE', prompt: 'a harbour' } as const

describe('what is sent', () => {
  test('of a picture from words: words alone, with the ratio', async () => {
    says200([{ text: 'no' }])
    await ask(harbour, { by: verbatim })
    expect(sent).toEqual({
      url: '/model/us.amazon.nova-2-omni-v1%3A0/converse',
      body: {
        messages: [
          {
            role: 'user',
            content: [{ text: 'Create an image of a harbour\nAspect ratio: 16:9' }],
          },
        ],
        requestMetadata: { generationId: job },
      },
    })
  })

  test('of an edit: one picture before the words, and the guardrail where there is one', async () => {
    says200([{ text: 'no' }])
    const operation = { kind: 'INSTRUCT', prompt: 'make it night', image: picture, references: [] }
    await ask({ ...operation, kind: 'INSTRUCT' }, { by: verbatim, settings: guarded })
    const bytes = picture.toString('base64')
    expect(sent.body).toEqual({
      messages: [
        {
          role: 'user',
          content: [{ image: { format: 'png', source: { bytes } } }, { text: 'make it night' }],
        },
      ],
      requestMetadata: { generationId: job },
      guardrailConfig: {
        guardrailIdentifier: 'abc123',
        guardrailVersion: 'DRAFT',
        trace: 'enabled',
      },
    })
  })

  test.each([
    [{ kind: 'INPAINT', prompt: 'a cup' }, 'Change what is HERE of this image into: a cup\nREST'],
    [
      { kind: 'ERASE' },
      'Remove what is HERE of this image, with its shadow, and continue the background there.\nREST',
    ],
    [{ kind: 'INSTRUCT', prompt: 'a red door' }, 'a red door\nChange only what is HERE.'],
    [{ kind: 'REPLACE', search: 'a cup', prompt: 'a jug' }, 'Replace a cup with a jug\nREST'],
    [
      { kind: 'RECOLOR', search: 'a cup', prompt: 'red' },
      'Change the colour of a cup to red\nREST',
    ],
  ] as const)('of $0.kind: where and what, in words', async (operation, text) => {
    says200([{ text: 'no' }])
    const pixels = { image: picture, mask, references: [] }
    await ask({ ...pixels, ...operation }, { by: verbatim })
    // From 128 to 256 and from 256 to 320 of 512.
    const here = 'between 25% and 50% of the width and between 50% and 63% of the height'
    const rest = 'Keep everything else exactly as it is.'
    const body = sent.body as { messages: { content: { text?: string }[] }[] }
    const said = body.messages[0]?.content.map((block) => block.text)
    expect(said).toEqual([undefined, text.replace('HERE', here).replace('REST', rest)])
  })
})

describe('what comes', () => {
  test.each(sizesOf())('of words, at about the size of $ratio', async (size) => {
    expect(await sizeOf(await ask(harbour, { size }))).toEqual([size.widthPx, size.heightPx])
    expect(calls.at(-1)?.requestMetadata).toEqual({ generationId: job })
  })

  test('of an edit, in the place that the words name alone', async () => {
    const answer = await ask({ kind: 'INPAINT', prompt: 'a red ball', image: picture, mask })
    if (answer.kind === 'FAILED') throw new Error(answer.log)
    const made = await sharp(answer.images[0]).removeAlpha().raw().toBuffer()
    const before = await sharp(picture).raw().toBuffer()
    const changed = Array.from({ length: 512 * 512 }, (_, at) => at).filter(
      (at) => made.compare(before, at * 3, at * 3 + 3, at * 3, at * 3 + 3) !== 0,
    )
    expect(changed.length).toBeGreaterThan(0)
    const isOutside = (at: number) =>
      at % 512 < 128 || at % 512 > 256 || at < 256 * 512 || at > 324 * 512
    expect(changed.filter(isOutside)).toEqual([])
  })

  test('among texts and reasoning, the first picture, whatever its type is said to be', async () => {
    const [bytes, other] = await Promise.all([plain(1_024, 1_024), plain(64, 64)])
    says200([
      { reasoningContent: { reasoningText: { text: 'They want a harbour.' } } },
      { text: 'Here it is.' },
      { image: { format: 'jpeg', source: { bytes: bytes.toString('base64') } } },
      { image: { format: 'png', source: { bytes: other.toString('base64') } } },
    ])
    expect(await sizeOf(await ask(harbour, { by: verbatim }))).toEqual([1_024, 1_024])
  })

  test('an edit of the right shape is brought to its size, of another left to be refused', async () => {
    const operation = { kind: 'ERASE', image: picture, mask } as const
    const sizes: unknown[] = []
    for (const [width, height] of [
      [1_024, 1_024],
      [768, 512],
    ] as const) {
      const bytes = (await plain(width, height)).toString('base64')
      says200([{ image: { format: 'png', source: { bytes } } }])
      sizes.push(await sizeOf(await ask(operation, { by: verbatim })))
    }
    expect(sizes).toEqual([
      [512, 512],
      [768, 512],
    ])
  })
})

describe('what goes wrong is told apart', () => {
  const reason = async (operation: Rest<PreparedOperation>, way: Way = {}) => {
    const answer = await ask(operation, way)
    if (answer.kind === 'ANSWERED') return answer.blocked
    const { code, reason: why, retryOnce, throttled } = answer.failure
    return [code, why.key, retryOnce || throttled]
  }

  test('words that it refuses, a picture that its filter withholds', async () => {
    const refused = { ...harbour, prompt: 'a blockedprompt' }
    expect(await reason(refused)).toEqual(['MODEL_UNAVAILABLE', 'answerInWords', false])
    expect(await reason({ ...harbour, prompt: 'a blockedoutput' })).toBe('OUTPUT')
  })

  test.each([
    ['a guardedprompt', ['BLOCKED_PROMPT', 'guardrailStopped', false], 0],
    ['a guardedoutput', ['BLOCKED_OUTPUT', 'guardrailWithheld', false], 1],
  ])('what a guardrail stops: %s', async (prompt, expected, charged) => {
    const before = calls.length
    expect(await reason({ ...harbour, prompt }, { settings: guarded })).toEqual(expected)
    expect(calls.length - before).toBe(charged)
  })

  test.each([
    ['nothing', () => says200([])],
    ['no message', () => void (says = { status: 200, body: '{"stopReason":"end_turn"}' })],
    ['an empty picture', () => says200([{ image: { format: 'png', source: { bytes: '' } } }])],
    ['no JSON', () => void (says = { status: 200, body: '<html>' })],
  ])('%s', async (_, say) => {
    say()
    const unreadable = ['MODEL_UNAVAILABLE', 'answerUnreadable', false]
    expect(await reason(harbour, { by: verbatim })).toEqual(unreadable)
  })

  test.each([
    ['ThrottlingException', 429, ['THROTTLED', 'modelBusy', true]],
    ['AccessDeniedException', 403, ['MODEL_UNAVAILABLE', 'modelNotAllowed', false]],
    ['ValidationException', 400, ['INTERNAL', 'modelMisunderstood', false]],
  ])('%s', async (__type, status, expected) => {
    says = { status, body: JSON.stringify({ __type, message: 'no' }) }
    expect(await reason(harbour, { by: verbatim })).toEqual(expected)
  })
})

function sizesOf(): readonly ModelSize[] {
  const { sizes } = novaOmni.abilities.TEXT_TO_IMAGE ?? {}
  return sizes ? sizesOffered(sizes) : []
}
