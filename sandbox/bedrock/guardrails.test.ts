import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import type { PolicyStatement } from '../iam/policy.ts'
import { type Answer, motley, type Served, serveBedrock } from './bedrock.fixture.ts'
import { readGuardrails } from './guardrails.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const replace = 'us.stability.stable-image-search-replace-v1:0'
const contentType = 'application/json'
const own = { contentType, guardrailIdentifier: 'abc123', guardrailVersion: '1' }
const arn = 'arn:aws:bedrock:us-east-1:000000000000:guardrail/abc123'
let served: Served

afterEach(() => served.close())

const textImage = (text: string) => ({
  taskType: 'TEXT_IMAGE',
  textToImageParams: { text },
  imageGenerationConfig: { width: 320, height: 704 },
})

const ask = (text: string, more: object = own): Promise<Answer> =>
  served.invoke(titan, textImage(text), more)

test('a call through a guardrail says what it did: nothing, or that it intervened', async () => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const [clean, input, output, bare] = await Promise.all([
    ask('the sea'),
    ask('a guardedprompt'),
    ask('a guardedoutput'),
    ask('a guardedprompt', {}),
  ])
  expect(clean?.body['amazon-bedrock-guardrailAction']).toBe('NONE')
  expect(clean?.body.images).toHaveLength(1)
  for (const caught of [input, output]) {
    expect(caught).toMatchObject({ status: 200 })
    expect(caught?.body).toEqual({
      images: [],
      error: 'Sorry, the model cannot answer this question.',
      'amazon-bedrock-guardrailAction': 'INTERVENED',
    })
  }
  expect(bare?.body).not.toHaveProperty('amazon-bedrock-guardrailAction')
  expect(bare?.body.images).toHaveLength(1)
})

test('the answer of a Stability model that is caught has no image and no null reason', async () => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const body = { image: await motley(64, 64), prompt: 'a guardedprompt', search_prompt: 'ball' }
  const answer = await served.invoke(replace, body, own)
  expect(answer.body).toMatchObject({
    images: [],
    finish_reasons: ['Sorry, the model cannot answer this question.'],
    'amazon-bedrock-guardrailAction': 'INTERVENED',
  })
})

test('a trace is in the body when it is asked for', async () => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const { body } = await ask('a guardedprompt', { ...own, trace: 'ENABLED' })
  expect(body['amazon-bedrock-trace']).toEqual({
    guardrail: {
      input: {
        abc123: {
          wordPolicy: {
            customWords: [{ match: 'guardedprompt', action: 'BLOCKED' }],
            managedWordLists: [],
          },
        },
      },
    },
  })
  expect((await ask('the sea')).body).not.toHaveProperty('amazon-bedrock-trace')
})

test.each([
  ['another content type', { ...own, contentType: 'application/octet-stream' }, 'content type'],
  ['an unknown guardrail', { ...own, guardrailIdentifier: 'other' }, 'does not exist'],
  ['an unknown version', { ...own, guardrailVersion: '2' }, 'does not exist'],
  ['no version', { guardrailIdentifier: 'abc123' }, 'specified together'],
  ['no identifier', { guardrailVersion: '1' }, 'specified together'],
  ['a malformed identifier', { ...own, guardrailIdentifier: 'A-B' }, "at 'guardrailIdentifier'"],
  ['a malformed version', { ...own, guardrailVersion: '0' }, "at 'guardrailVersion'"],
])('%s is refused', async (_, headers, sentence) => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const { status, error, message } = await ask('the sea', headers)
  expect([status, error]).toEqual([400, 'ValidationException'])
  expect(message).toContain(sentence)
})

test('a picture that it cannot assess is refused: WebP, or more than 4 MB', async () => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const noise = randomBytes(1_300 * 1_300 * 3)
  const large = sharp(noise, { raw: { width: 1_300, height: 1_300, channels: 3 } })
  const body = { prompt: 'a pond', search_prompt: 'ball' }
  const [png, webp, jpeg] = await Promise.all(
    [large.clone().png(), large.clone().resize(400).webp(), large.clone().jpeg()].map((it) =>
      it.toBuffer(),
    ),
  )
  const ask = async (image: Buffer | undefined, more: object) =>
    (await served.invoke(replace, { ...body, image: image?.toString('base64') }, more)).status
  expect(await Promise.all([ask(png, own), ask(webp, own), ask(jpeg, own)])).toEqual([
    400, 400, 200,
  ])
  expect(await Promise.all([ask(png, {}), ask(webp, {})])).toEqual([200, 200])
})

test('its draft and its ARN name it as well', async () => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const answers = await Promise.all([
    ask('the sea', { ...own, guardrailVersion: 'DRAFT' }),
    ask('the sea', { ...own, guardrailIdentifier: arn }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
})

test('settings of a guardrail in the body are not the model’s, and need the guardrail', async () => {
  served = await serveBedrock({ guardrails: ['abc123'] })
  const body = { ...textImage('the sea'), 'amazon-bedrock-guardrailConfig': { tagSuffix: 'x' } }
  expect((await served.invoke(titan, body, own)).status).toBe(200)
  expect((await served.invoke(titan, body)).message).toContain('requires guardrailIdentifier')
})

test('using a guardrail needs the permission to apply it, and a policy may require one', async () => {
  const allow = (Action: string, Resource: string): PolicyStatement => ({
    Effect: 'Allow',
    Action,
    Resource,
  })
  served = await serveBedrock({
    guardrails: ['abc123', 'other'],
    statements: [
      allow('bedrock:InvokeModel', '*'),
      allow('bedrock:ApplyGuardrail', arn),
      {
        Effect: 'Deny',
        Action: 'bedrock:InvokeModel',
        Resource: '*',
        Condition: { StringNotEquals: { 'bedrock:GuardrailIdentifier': `${arn}:1` } },
      },
    ],
  })
  const answers = await Promise.all([
    ask('the sea'),
    ask('the sea', {}),
    ask('the sea', { ...own, guardrailVersion: 'DRAFT' }),
    ask('the sea', { ...own, guardrailIdentifier: 'other' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 403, 403])
})

test('the guardrails of the template are known, with their versions and messages', async () => {
  served = await serveBedrock()
  const guardrails = readGuardrails({
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: '',
    assemblyDir: '',
    stateDir: '',
    resources: [
      {
        path: 'Guard',
        type: 'AWS::Bedrock::Guardrail',
        physicalId: arn,
        attributes: { GuardrailId: 'abc123', GuardrailArn: arn },
        properties: { BlockedInputMessaging: 'No.', BlockedOutputsMessaging: 'Not that.' },
      },
      {
        path: 'GuardVersion',
        type: 'AWS::Bedrock::GuardrailVersion',
        physicalId: 'abc123|1',
        attributes: {},
        properties: { GuardrailIdentifier: 'abc123' },
      },
    ],
  })
  expect((await ask('the sea')).status).toBe(400)
  served.bedrock.useGuardrails(guardrails)
  expect((await ask('a guardedprompt')).body.error).toBe('No.')
  expect((await ask('a guardedoutput')).body.error).toBe('Not that.')
  expect((await ask('the sea', { ...own, guardrailVersion: '2' })).status).toBe(400)
})
