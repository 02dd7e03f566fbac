import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Gateway, openGateway } from '../gateway/server.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import { createFaultsEndpoint, faultsPath, faultsToken } from './endpoint.ts'
import { createFaults, type FaultSource } from './faults.ts'

const appOrigin = 'http://localhost:5173'
const key = Buffer.alloc(32, 3)
const token = faultsToken(key)
const throttle = { service: 'dynamodb', effect: { kind: 'throttle' } } as const

let gateway: Gateway
let faults: FaultSource
let sockets: WebSocketServer

beforeEach(async () => {
  faults = createFaults()
  sockets = new WebSocketServer({ noServer: true })
  gateway = await openGateway({ port: 0, origins: [appOrigin], log: () => undefined })
  const { endpoint } = gateway
  const answer = createFaultsEndpoint({ faults, token, endpoint })
  gateway.serve({
    services: {
      appsync: {
        body: 'buffer',
        handle: () => Promise.resolve({ status: 200 }),
        upgrade: (request, socket, head) =>
          sockets.handleUpgrade(request, socket, head, (client) => client.on('error', () => {})),
      },
    },
    credentials: createCredentialStore({
      key,
      accountId: '000000000000',
      roles: { find: () => undefined, all: () => [] },
    }),
    pages: (request) => Promise.resolve(answer(request)),
    faults,
  })
})
afterEach(() => gateway.close())

function ask(method: string, options: { body?: unknown; headers?: Record<string, string> } = {}) {
  return fetch(`${gateway.endpoint}${faultsPath}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...options.headers },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  })
}

test('a rule is added, listed with how often it struck, and cleared', async () => {
  const added = await ask('POST', { body: { ...throttle, times: 3 } })
  const { id } = (await added.json()) as { id: string }
  faults.take({ service: 'dynamodb', operation: 'PutItem' }, ['throttle'])
  const listed = await ask('GET')
  expect([added.status, await listed.json()]).toEqual([
    201,
    [{ ...throttle, id, struck: 1, times: 3, probability: 1, seed: 1 }],
  ])
  expect((await ask('DELETE')).status).toBe(204)
  expect(faults.list()).toEqual([])
})

test.each([
  ['none', {}],
  ['a wrong one', { authorization: 'Bearer wrong' }],
  ['that of another installation', { authorization: `Bearer ${faultsToken(Buffer.alloc(32, 4))}` }],
])('without the token (%s) nothing is told and nothing ordered', async (_, headers) => {
  const path = `${gateway.endpoint}${faultsPath}`
  const body = JSON.stringify(throttle)
  const answers = await Promise.all([
    fetch(path, { headers }),
    fetch(path, { method: 'POST', headers, body }),
    fetch(path, { method: 'DELETE', headers }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(faults.list()).toEqual([])
})

test.each([appOrigin, 'https://evil.example', 'null'])(
  'a page of origin %s is refused, even with the token',
  async (origin) => {
    const answer = await ask('POST', { body: throttle, headers: { origin } })
    expect(answer.status).toBe(403)
    expect(faults.list()).toEqual([])
  },
)

test('the sandbox’s own pages may order', async () => {
  const answer = await ask('POST', { body: throttle, headers: { origin: gateway.endpoint } })
  expect(answer.status).toBe(201)
})

test.each([
  ['no effect', { service: 's3' }],
  ['an unknown service', { service: 'kinesis', effect: { kind: 'throttle' } }],
  ['an unknown effect', { effect: { kind: 'explode' } }],
  ['a word too many', { effect: { kind: 'throttle' }, often: true }],
  ['a share above all', { effect: { kind: 'throttle' }, probability: 2 }],
])('a rule that is none is refused: %s', async (_, body) => {
  expect((await ask('POST', { body })).status).toBe(400)
  expect(faults.list()).toEqual([])
})

test('other methods are refused', async () => {
  expect((await ask('PUT', { body: throttle })).status).toBe(405)
})

test('a realtime socket is cut when that is ordered; the next is cut at its handshake', async () => {
  const url = `${gateway.endpoint.replace('http', 'ws')}/appsync/api/graphql/realtime`
  const first = new WebSocket(url)
  await once(first, 'open')
  const closed = once(first, 'close')
  await ask('POST', {
    body: { service: 'appsync', operation: 'realtime', times: 2, effect: { kind: 'cut' } },
  })
  // 1006: the connection ended without a closing handshake.
  expect((await closed)[0]).toBe(1006)
  const [error] = (await once(new WebSocket(url), 'error')) as [Error]
  expect(error.message).toContain('socket hang up')
  const third = new WebSocket(url)
  await once(third, 'open')
  third.terminate()
})
