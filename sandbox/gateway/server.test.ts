import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCredentialStore } from '../iam/credentials.ts'
import type { Backends } from './backends.ts'
import { type Gateway, openGateway } from './server.ts'
import type { Service, ServiceRequest } from './service.ts'

const origin = 'http://localhost:5173'
const unasked = () => Promise.reject(new Error('Nobody asks for this.'))
const nothing: Backends = {
  services: {},
  credentials: createCredentialStore({
    key: Buffer.alloc(32),
    accountId: '000000000000',
    roles: { find: () => undefined, all: () => [] },
  }),
  pages: () => Promise.resolve({ status: 200, body: 'page' }),
}
let gateway: Gateway
let seen: ServiceRequest[]

beforeEach(async () => {
  seen = []
  gateway = await openGateway({ port: 0, origins: [origin], log: () => undefined })
})
afterEach(() => gateway.close())

function serve(): void {
  const echo = (body: Service['body']): Service => ({
    body,
    maxBodyBytes: 100,
    handle: (request) => {
      seen.push(request)
      return Promise.resolve({ status: 200, body: 'answer' })
    },
  })
  gateway.serve({
    ...nothing,
    services: {
      appsync: echo('buffer'),
      bedrock: echo('buffer'),
      lambda: echo('buffer'),
      s3: echo('stream'),
      sqs: echo('buffer'),
    },
  })
}

type Answer = { status: number; headers: Record<string, unknown> }

/** `fetch` does not let a test choose the Host header. */
function send(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(`${gateway.endpoint}${path}`, options, (response) => {
      response.resume()
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers }),
      )
    })
    request.on('error', reject).end()
  })
}

test('until the services are there it says that it is starting', async () => {
  expect((await send('/_sandbox/health')).status).toBe(503)
})

test.each(['evil.example', 'evil.example:80', '127.0.0.1'])(
  'a request whose Host is %j is refused, as after a DNS rebinding',
  async (host) => {
    serve()
    expect((await send('/_sandbox/inbox', { headers: { host } })).status).toBe(403)
  },
)

test('only a listed origin may read answers, and never by a wildcard', async () => {
  serve()
  const from = (each: string) => send('/appsync/x/graphql', { headers: { origin: each } })
  expect((await from(origin)).headers['access-control-allow-origin']).toBe(origin)
  expect(
    (await from('http://localhost:9999')).headers['access-control-allow-origin'],
  ).toBeUndefined()
  const preflight = { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }
  expect((await send('/appsync/x/graphql', preflight)).status).toBe(403)
})

test('a client that cannot be given an endpoint names the host that it meant in the path', async () => {
  serve()
  await send('/_host/pictures.s3.us-east-1.amazonaws.com/a%20b/c.png?x=1')
  expect(seen[0]).toMatchObject({
    host: 'pictures.s3.us-east-1.amazonaws.com',
    path: '/a%20b/c.png',
    caller: undefined,
  })
})

test('a body above the service’s limit is refused before the service sees it', async () => {
  serve()
  const { status } = await fetch(`${gateway.endpoint}/appsync/x/graphql`, {
    method: 'POST',
    body: 'x'.repeat(101),
  })
  expect([status, seen.length]).toEqual([413, 0])
})

test('a signature with an unknown key is refused in the words of each protocol', async () => {
  serve()
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIDUNKNOWN/20261121/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=00'
  const headers = {
    authorization,
    'x-amz-date': '20261121T120000Z',
    'x-amz-target': 'AmazonSQS.ListQueues',
  }
  const answer = await send('/', { method: 'POST', headers })
  expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([
    403,
    'UnrecognizedClientException',
  ])
  expect(seen).toEqual([])
})

test('a close does not wait for open WebSockets', async () => {
  const gate = await openGateway({ port: 0, origins: [], log: () => undefined })
  const upgrade = (_request: IncomingMessage, socket: Duplex) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
  }
  const appsync: Service = { body: 'buffer', maxBodyBytes: 1, handle: unasked, upgrade }
  gate.serve({ ...nothing, services: { appsync } })
  const headers = { connection: 'Upgrade', upgrade: 'x' }
  const client = httpRequest(gate.endpoint, { headers }).end()
  const socket = await new Promise<Duplex>((resolve) => {
    client.once('upgrade', (_response, opened) => resolve(opened))
  })
  const closed = new Promise((resolve) => socket.resume().once('close', resolve))
  await Promise.all([gate.close(), closed])
  expect(socket.destroyed).toBe(true)
})

test.each(['/2015-03-31/functions/x/invocations', '/model/titan/invoke'])(
  'an unsigned call of %s is refused before the service sees it',
  async (path) => {
    serve()
    const answer = await fetch(`${gateway.endpoint}${path}`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
    expect(await answer.json()).toMatchObject({ message: 'Missing Authentication Token' })
    expect(seen).toEqual([])
  },
)

test('a client may say that it meant plain HTTP, which policies can refuse', async () => {
  serve()
  await send('/_host/http:pictures.s3.amazonaws.com/c.png')
  await send('/_host/pictures.s3.amazonaws.com/c.png')
  expect(seen.map(({ host, secure }) => [host, secure])).toEqual([
    ['pictures.s3.amazonaws.com', false],
    ['pictures.s3.amazonaws.com', true],
  ])
})

test('a service that is not there is a clear 404', async () => {
  serve()
  const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' }
  expect((await send('/', { method: 'POST', headers })).status).toBe(404)
})
