import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { generationIdSchema } from '#domain/ids.ts'
import { findModel } from '#domain/model/catalogue.ts'
import { titan, uuid } from '../../tests/builders/generation.ts'
import { createBedrockCaller } from './bedrock.ts'

let server: Server
let heard: IncomingMessage[] = []

beforeEach(async () => {
  heard = []
  server = createServer((request, response) => {
    heard.push(request)
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"images":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', `http://127.0.0.1:${port}`)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('a call carries the id of its job, by which Bedrock’s own log can be searched', async () => {
  const card = findModel(titan)
  if (!card) throw new Error('Titan is in the catalogue.')
  const caller = createBedrockCaller({
    timeoutSeconds: 5,
    regions: ['us-west-2'],
    guardrail: undefined,
  })
  const job = generationIdSchema.parse(uuid(1))
  expect(await caller.invoke(card, { prompt: 'x' }, job)).toMatchObject({ kind: 'ANSWERED' })
  expect(heard.map(({ headers }) => headers['x-amzn-bedrock-request-metadata'])).toEqual([
    JSON.stringify({ generationId: uuid(1) }),
  ])
})
