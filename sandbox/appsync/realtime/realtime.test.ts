import type { Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { Service } from '../../gateway/service.ts'
import {
  ask,
  type Client,
  connect,
  roleSession,
  serveRealtime,
  tokenOf,
} from '../appsync.fixture.ts'
import { ann, api, serve } from '../notes-api.fixture.ts'
import type { AppSyncOptions } from '../service.ts'

describe('subscriptions', () => {
  const running: { service: Service; server: Server; clients: Client[] }[] = []

  afterEach(async () => {
    for (const { service, server, clients } of running.splice(0)) {
      for (const client of clients) client.socket.terminate()
      await service.close?.()
      server.close()
    }
  })

  async function open(
    options: Partial<AppSyncOptions> = {},
    token = ann,
  ): Promise<{ service: Service; client: Client }> {
    const service = serve(options)
    const { url, server } = await serveRealtime(service)
    const client = await connect(url, api, { Authorization: token, host: 'localhost' })
    running.push({ service, server, clients: [client] })
    client.send({ type: 'connection_init' })
    return { service, client }
  }

  const ready = (client: Client) => client.next(({ type }) => type === 'connection_ack')
  const acked = (client: Client, id: string) =>
    client.next((message) => message['id'] === id && message['type'] === 'start_ack')
  const data = (client: Client, id: string) =>
    client.next((message) => message['id'] === id && message['type'] === 'data')
  const put = (
    service: Service,
    fields: string,
    args = 'id: "1", owner: "ann", text: "new", score: 5',
  ) => ask(service, api, { query: `mutation { putNote(${args}) { ${fields} } }`, token: ann })

  test('a mutation reaches a subscriber in the shape of its own selection', async () => {
    const { service, client } = await open()
    expect(await ready(client)).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    })
    client.start('a', {
      query: 'subscription { event: onNote { id words: text __typename } }',
      token: ann,
    })
    await acked(client, 'a')
    await ask(service, api, {
      query:
        'mutation { it: putNote(id: "1", owner: "ann", text: "new") { ...F owner } } fragment F on Note { key: id renamed: text }',
      token: ann,
    })
    expect(await data(client, 'a')).toEqual({
      id: 'a',
      type: 'data',
      payload: { data: { event: { id: '1', words: 'new', __typename: 'Note' } } },
    })
  })

  test('an argument filters by equality on what the mutation selected', async () => {
    const { service, client } = await open()
    await ready(client)
    const query = 'subscription S($owner: String) { onNote(owner: $owner) { id } }'
    client.start('bob', { query, variables: { owner: 'bob' }, token: ann })
    client.start('ann', { query, variables: { owner: 'ann' }, token: ann })
    client.start('all', { query, token: ann })
    await Promise.all(['bob', 'ann', 'all'].map((id) => acked(client, id)))
    await put(service, 'id text')
    await put(service, 'id owner')
    await data(client, 'ann')
    const told = client.messages.filter(({ type }) => type === 'data').map(({ id }) => String(id))
    // The first mutation did not select the owner, so only the unfiltered one heard of it.
    expect(told.toSorted((a, b) => a.localeCompare(b))).toEqual(['all', 'all', 'ann'])
  })

  test('a filter set by the resolver decides instead of the arguments', async () => {
    const { service, client } = await open()
    await ready(client)
    client.start('low', { query: 'subscription { onScore(above: 4) { score } }', token: ann })
    client.start('high', { query: 'subscription { onScore(above: 5) { score } }', token: ann })
    await Promise.all(['low', 'high'].map((id) => acked(client, id)))
    await put(service, 'id owner score')
    await data(client, 'low')
    expect(client.messages.filter(({ type }) => type === 'data').map(({ id }) => id)).toEqual([
      'low',
    ])
  })

  test('a field that the mutation left out makes the event null', async () => {
    const { service, client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id owner } }', token: ann })
    await acked(client, 'a')
    await put(service, 'id')
    expect((await data(client, 'a'))['payload']).toMatchObject({
      data: { onNote: null },
      errors: [
        {
          message:
            "Cannot return null for non-nullable type: 'String' within parent 'Note' (/onNote/owner)",
        },
      ],
    })
  })

  test('a resolver can refuse a subscription', async () => {
    const { client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onRefused { id } }', token: ann })
    expect(await client.next(({ type }) => type === 'error')).toEqual({
      id: 'a',
      type: 'error',
      payload: {
        errors: [
          {
            errorType: 'Unauthorized',
            message: 'Not Authorized to access onRefused on type Subscription',
          },
        ],
      },
    })
  })

  test('a mutation ends the subscriptions that it invalidates, and no others', async () => {
    const { service, client } = await open()
    await ready(client)
    const query = 'subscription S($owner: String!) { onMine(owner: $owner) { id owner } }'
    for (const owner of ['ann', 'bob']) {
      client.start(owner, { query, variables: { owner }, token: ann })
      await acked(client, owner)
    }
    await ask(service, api, { query: 'mutation { leave(owner: "ann") }', token: ann })
    expect(await client.next(({ type }) => type === 'complete')).toMatchObject({ id: 'ann' })
    await put(service, 'id owner', 'id: "1", owner: "ann"')
    await put(service, 'id owner', 'id: "2", owner: "bob"')
    await data(client, 'bob')
    expect(client.messages.filter(({ type }) => type === 'data').map(({ id }) => id)).toEqual([
      'bob',
    ])
  })

  test("a filter beyond AppSync's limits is refused with its subscription", async () => {
    const { client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onTooMany { id } }', token: ann })
    expect(await client.next(({ type }) => type === 'error')).toMatchObject({
      id: 'a',
      payload: {
        errors: [
          {
            errorType: 'BadRequestException',
            message: 'The operator in takes a list of at most 5 values.',
          },
        ],
      },
    })
  })

  test('a forged token is refused at the connection', async () => {
    const { client } = await open({}, 'forged')
    expect((await client.next(({ type }) => type === 'connection_error'))['payload']).toMatchObject(
      {
        errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }],
      },
    )
    await client.closed
  })

  test('a forged token is refused at a start', async () => {
    const { client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id } }', token: 'forged' })
    expect((await client.next(({ type }) => type === 'error'))['payload']).toMatchObject({
      errors: [{ errorType: 'UnauthorizedException' }],
    })
  })

  test('a start before connection_init is refused', async () => {
    const service = serve()
    const { url, server } = await serveRealtime(service)
    const client = await connect(url, api, { Authorization: ann })
    running.push({ service, server, clients: [client] })
    client.start('a', { query: 'subscription { onNote { id } }', token: ann })
    expect((await client.next(({ type }) => type === 'error'))['payload']).toMatchObject({
      errors: [{ errorType: 'BadRequestException' }],
    })
  })

  test('an IAM signature in a message is verified over what it signs', async () => {
    const seen: unknown[] = []
    const service = serve({
      verifySigned: (request) => {
        seen.push([request.path, request.body])
        return roleSession('fn')
      },
    })
    const { url, server } = await serveRealtime(service)
    const client = await connect(url, api, { Authorization: 'AWS4-HMAC-SHA256 Credential=x' })
    running.push({ service, server, clients: [client] })
    client.send({ type: 'connection_init' })
    await ready(client)
    expect(seen).toEqual([['/appsync/api1/graphql/connect', '{}']])
  })

  test('stop ends a subscription and completes it', async () => {
    const { service, client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id } }', token: ann })
    client.start('b', { query: 'subscription { onNote { id } }', token: ann })
    client.send({ type: 'stop', id: 'a' })
    await client.next(({ type }) => type === 'complete')
    await put(service, 'id')
    await data(client, 'b')
    expect(client.messages.filter(({ type }) => type === 'data').map(({ id }) => id)).toEqual(['b'])
  })

  test('a socket holds no more subscriptions than the limit', async () => {
    const { client } = await open({ limits: { subscriptionsPerConnection: 1 } })
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id } }', token: ann })
    client.start('b', { query: 'subscription { onNote { id } }', token: ann })
    expect(await client.next(({ type }) => type === 'error')).toMatchObject({
      id: 'b',
      payload: { errors: [{ errorType: 'MaxSubscriptionsReachedError' }] },
    })
  })

  test('a socket closes when its token ends', async () => {
    const exp = Math.floor(Date.now() / 1000) + 1
    const { client } = await open({}, tokenOf('ann', { exp }))
    await ready(client)
    expect(await client.closed).toBe(4401)
  })

  test('a subscription whose own token has ended hears nothing and is closed', async () => {
    let nowMs = Date.now()
    const { service, client } = await open({ clock: () => nowMs })
    await ready(client)
    const exp = Math.floor(nowMs / 1000) + 60
    const query = 'subscription { onNote { id } }'
    client.start('a', { query, token: tokenOf('ann', { exp }) })
    await acked(client, 'a')
    nowMs += 61_000
    await put(service, 'id')
    expect(await client.closed).toBe(4401)
    expect(client.messages.filter(({ type }) => type === 'data')).toEqual([])
  })

  test('the server keeps an idle connection alive', async () => {
    const { client } = await open({ limits: { keepAliveMs: 10 } })
    await ready(client)
    // One comes with the acknowledgement; the others by the clock.
    await client.next(() => client.messages.filter(({ type }) => type === 'ka').length >= 3)
    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })

  test('a key subscribes until it ends', async () => {
    const { client } = await open()
    await ready(client)
    const data = JSON.stringify({ query: 'subscription { onKeyed { id } }' })
    const authorization = { 'x-api-key': 'da2-key', host: 'localhost' }
    client.send({ id: 'a', type: 'start', payload: { data, extensions: { authorization } } })
    await acked(client, 'a')
    client.send({
      id: 'b',
      type: 'start',
      payload: { data, extensions: { authorization: { 'x-api-key': 'da2-ended' } } },
    })
    expect(await client.next(({ type }) => type === 'error')).toMatchObject({
      id: 'b',
      payload: { errors: [{ errorType: 'UnauthorizedException' }] },
    })
  })

  test('an event over the size limit is not delivered', async () => {
    const logged: string[] = []
    const { service, client } = await open({
      limits: { subscriptionMessageBytes: 60 },
      log: ({ message }) => logged.push(message),
    })
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id text } }', token: ann })
    await acked(client, 'a')
    await put(service, 'id text', `id: "1", owner: "ann", text: "${'x'.repeat(100)}"`)
    await put(service, 'id text', 'id: "2", owner: "ann", text: "y"')
    expect((await data(client, 'a'))['payload']).toEqual({
      data: { onNote: { id: '2', text: 'y' } },
    })
    expect(logged.some((message) => message.includes('over the limit'))).toBe(true)
  })
})
