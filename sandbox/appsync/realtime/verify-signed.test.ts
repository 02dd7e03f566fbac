import type { Server } from 'node:http'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterEach, expect, test } from 'vitest'
import type { Service } from '../../gateway/service.ts'
import { createCredentialStore } from '../../iam/credentials.ts'
import { ask, type Client, connect, serveRealtime } from '../appsync.fixture.ts'
import { ann, api, serve } from '../notes-api.fixture.ts'
import { createVerifySigned } from './verify-signed.ts'

/** Realtime under IAM, signed by the SDK's own signer. */

const roleArn = 'arn:aws:iam::000000000000:role/reader'
const trust = { Statement: [] }
const role = {
  arn: roleArn,
  name: 'reader',
  id: 'AROAREADER',
  path: 'reader',
  policies: [],
  trust,
  boundary: undefined,
}
const roles = { find: () => role, all: () => [role] }
const startMs = Date.UTC(2026, 10, 21)
let nowMs = startMs
const clock = () => nowMs
const credentials = createCredentialStore({
  key: Buffer.alloc(32, 7),
  accountId: '000000000000',
  roles,
  clock,
})
const path = `/appsync/${api}/graphql`
const running: { service: Service; server: Server; client: Client }[] = []

afterEach(async () => {
  nowMs = startMs
  for (const { service, server, client } of running.splice(0)) {
    client.socket.terminate()
    await service.close?.()
    server.close()
  }
})

function session(durationSeconds = 900) {
  return credentials.issue({ roleArn, sessionName: 's', durationSeconds })
}

/** The headers that a realtime client puts into a message. */
async function sign(
  request: { path: string; body: string },
  keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = session(),
) {
  const signer = new SignatureV4({
    service: 'appsync',
    region: 'us-east-1',
    credentials: keys,
    sha256: Sha256,
  })
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: 'localhost',
      headers: {
        host: 'localhost',
        accept: 'application/json, text/javascript',
        'content-encoding': 'amz-1.0',
        'content-type': 'application/json; charset=UTF-8',
      },
      ...request,
    },
    { signingDate: new Date(nowMs) },
  )
  return signed.headers
}

async function open(headers: Record<string, string>, allowed = true): Promise<Client> {
  const authorizer = { authorize: () => ({ allowed, message: '' }) }
  const verifySigned = createVerifySigned({ credentials, clock })
  const service = serve({ authorizer, clock, verifySigned })
  const { url, server } = await serveRealtime(service)
  const client = await connect(url, api, headers)
  running.push({ service, server, client })
  client.send({ type: 'connection_init' })
  return client
}

const connection = { path: `${path}/connect`, body: '{}' }
const data = JSON.stringify({ query: 'subscription { onSigned { id } }' })

async function start(client: Client, authorization: Record<string, string>) {
  await client.next(({ type }) => type === 'connection_ack')
  client.send({ id: 'a', type: 'start', payload: { data, extensions: { authorization } } })
  return client.next(({ id }) => id === 'a')
}

test('a signed connection and a signed start are accepted', async () => {
  const client = await open(await sign(connection))
  expect(await start(client, await sign({ path, body: data }))).toMatchObject({
    type: 'start_ack',
  })
})

test('a start that signs something else is refused', async () => {
  const client = await open(await sign(connection))
  expect(await start(client, await sign({ path, body: '{}' }))).toMatchObject({
    type: 'error',
    payload: {
      errors: [
        {
          errorType: 'UnauthorizedException',
          message: expect.stringContaining('signature we calculated does not match'),
        },
      ],
    },
  })
})

test('a session that the policies do not let subscribe is refused', async () => {
  const client = await open(await sign(connection), false)
  expect(await start(client, await sign({ path, body: data }))).toMatchObject({
    type: 'error',
    payload: { errors: [{ errorType: 'Unauthorized' }] },
  })
})

const refusals: [string, () => Promise<Record<string, string>>, string][] = [
  ['of another path', () => sign({ path, body: '{}' }), 'does not match'],
  [
    'with a secret that is wrong',
    () => sign(connection, { ...session(), secretAccessKey: 'guessed' }),
    'does not match',
  ],
  [
    'with a key that nobody has',
    () => sign(connection, { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'guessed' }),
    'security token included in the request is invalid',
  ],
  ['of a session that has ended', () => sign(connection, session(-1)), 'is expired'],
  [
    'of an hour ago',
    async () => {
      nowMs = startMs - 3_600_000
      const headers = await sign(connection, session(7_200))
      nowMs = startMs
      return headers
    },
    'too large',
  ],
]

test.each(refusals)('a connection with a signature %s is refused', async (_, headers, message) => {
  const client = await open(await headers())
  expect((await client.next(({ type }) => type === 'connection_error'))['payload']).toEqual({
    errors: [
      {
        errorType: 'UnauthorizedException',
        errorCode: 401,
        message: expect.stringContaining(message),
      },
    ],
  })
  await client.closed
})

test('a connection closes when its session ends', async () => {
  const client = await open(await sign(connection, session(1)))
  await client.next(({ type }) => type === 'connection_ack')
  expect(await client.closed).toBe(4401)
})

test('a subscription whose own session has ended hears nothing and closes the connection', async () => {
  const client = await open(await sign(connection, session(7_200)))
  expect(await start(client, await sign({ path, body: data }, session(60)))).toMatchObject({
    type: 'start_ack',
  })
  nowMs += 61_000
  const [{ service }] = running as [(typeof running)[number]]
  await ask(service, api, {
    query: 'mutation { putNote(id: "1", owner: "ann") { id } }',
    token: ann,
  })
  expect(await client.closed).toBe(4401)
  expect(client.messages.filter(({ type }) => type === 'data')).toEqual([])
})

test('one connection carries subscriptions of several modes', async () => {
  const client = await open(await sign(connection))
  await start(client, await sign({ path, body: data }))
  client.start('b', { query: 'subscription { onSigned { id } }', token: ann })
  expect(await client.next(({ id }) => id === 'b')).toMatchObject({ type: 'start_ack' })
})
