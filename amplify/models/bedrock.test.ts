import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { generationIdSchema } from '#domain/ids.ts'
import { novaCanvas } from '#domain/model/nova.ts'
import { stableImageCore } from '#domain/model/stability-models.ts'
import { stabilityServices } from '#domain/model/stability-services.ts'
import { titanImageGeneratorV2 } from '#domain/model/titan.ts'
import { uuid } from '../../tests/builders/generation.ts'
import { createBedrockCaller } from './bedrock.ts'
import { type BedrockSettings, openBedrockClients } from './bedrock-client.ts'

/** What the SDK sends over the wire, to a server that answers as Bedrock would. */

let answer: unknown
let seen: {
  url: string | undefined
  region: string | undefined
  headers: IncomingMessage['headers']
}
const server = createServer((request, response) => {
  const { url, headers } = request
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1]
  seen = { url, region, headers }
  request.resume().on('end', () => response.end(JSON.stringify(answer)))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  })
})

beforeEach(() => {
  answer = { images: ['AAAA'] }
})

afterAll(() => void server.close())

const [inpaint] = stabilityServices
const settings = {
  modelSeconds: 5,
  modelRegions: ['us-east-1', 'us-west-2'],
  guardrailIdentifier: '',
  guardrailVersion: 'DRAFT',
}
const callerBy = (of: BedrockSettings) => createBedrockCaller(openBedrockClients(of), of)
const job = generationIdSchema.parse(uuid(1))
const caller = callerBy(settings)

test.each([
  [titanImageGeneratorV2, 'us-east-1', 'amazon.titan-image-generator-v2%3A0'],
  [stableImageCore, 'us-west-2', 'stability.stable-image-core-v1%3A1'],
  // A service is called through its profile.
  [inpaint, 'us-east-1', 'us.stability.stable-image-inpaint-v1%3A0'],
])(
  'a model is called in the first Region that offers it, by the id it needs',
  async (card, region, id) => {
    if (!card) throw new Error('There is no such card.')
    expect(await caller.invoke(card, { prompt: 'x' }, job)).toEqual({
      kind: 'ANSWERED',
      body: answer,
    })
    expect([seen.region, seen.url]).toEqual([region, `/model/${id}/invoke`])
    expect(Object.keys(seen.headers).filter((name) => name.includes('guardrail'))).toEqual([])
  },
)

test('a call carries the id of its job, by which Bedrock’s own log can be searched', async () => {
  await caller.invoke(stableImageCore, { prompt: 'x' }, job)
  const metadata = seen.headers['x-amzn-bedrock-request-metadata']
  expect(metadata).toBe(JSON.stringify({ generationId: uuid(1) }))
})

test('a model of no configured Region is not called', async () => {
  const elsewhere = callerBy({ ...settings, modelRegions: ['us-west-2'] })
  await expect(elsewhere.invoke(novaCanvas, {}, job)).rejects.toThrow('MODEL_UNAVAILABLE')
})

test('a guardrail is named in the headers, and its intervention is a failure', async () => {
  const guarded = callerBy({
    ...settings,
    guardrailIdentifier: 'abc123',
    guardrailVersion: '2',
  })
  answer = { 'amazon-bedrock-guardrailAction': 'INTERVENED', images: [] }
  expect(await guarded.invoke(stableImageCore, {}, job)).toMatchObject({
    kind: 'FAILED',
    failure: { code: 'BLOCKED_PROMPT' },
  })
  expect(seen.headers).toMatchObject({
    'x-amzn-bedrock-guardrailidentifier': 'abc123',
    'x-amzn-bedrock-guardrailversion': '2',
    'x-amzn-bedrock-trace': 'ENABLED',
  })
})
