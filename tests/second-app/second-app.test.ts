import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Sha256 } from '@aws-crypto/sha256-js'
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { SignatureV4 } from '@smithy/signature-v4'
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth'
import { generateClient } from 'aws-amplify/data'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connect, type SandboxOutputs } from '../../sandbox/connect.ts'
import type { LogEvent } from '../../sandbox/log.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { readToolsKeys } from '../backend/tools-keys.ts'
import type { Schema } from './amplify/data/resource.ts'

/** An app unlike the product, run as it is by the same sandbox and the published client. */

const password = 'Correct-horse-7'
const [admin, reader] = ['admin@example.com', 'reader@example.com']
const events: LogEvent[] = []
const minuteMs = 60_000

let stateDir: string
let sandbox: Sandbox
let client: ReturnType<typeof generateClient<Schema>>

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'second-app-'))
  // The intervals of the schedules, which the test of them moves on.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  sandbox = await startSandbox({
    synth: {
      root: process.cwd(),
      entry: 'tests/second-app/amplify/backend.ts',
      tsconfig: 'tsconfig.json',
      sources: ['tests/second-app/amplify', 'package-lock.json'],
      environment: {},
      context: {
        'amplify-backend-namespace': 'board',
        'amplify-backend-name': 'test',
        'amplify-backend-type': 'sandbox',
      },
      region: 'eu-west-1',
      cacheDir: join(tmpdir(), 'second-app-assemblies'),
    },
    stateDir,
    reset: false,
    port: 0,
    origins: [],
    users: [admin, reader].map((email) => ({ email, password })),
    bedrock: {},
    log: (event) => events.push(event),
  })
  await connect(sandbox.outputs as SandboxOutputs)
  client = generateClient<Schema>()
  const { user_pool_id: UserPoolId } = sandbox.outputs['auth'] as { user_pool_id: string }
  await cognito(await readToolsKeys(sandbox.credentialsFile)).send(
    new AdminAddUserToGroupCommand({ UserPoolId, Username: admin, GroupName: 'admins' }),
  )
}, 300_000)

afterAll(async () => {
  vi.useRealTimers()
  await sandbox.close()
  await rm(stateDir, { recursive: true, force: true })
})

function cognito(credentials: { accessKeyId: string; secretAccessKey: string }) {
  const { endpoint, region } = sandbox
  return new CognitoIdentityProviderClient({ endpoint, region, credentials })
}

async function as<T>(email: string, run: () => Promise<T>): Promise<T> {
  await signIn({ username: email, password })
  try {
    return await run()
  } finally {
    await signOut()
  }
}

const create = (id: string) =>
  as(admin, () => client.models.Notice.create({ id, title: `Notice ${id}`, votes: 0 }))

test('every resource of the app is one that the sandbox knows', () => {
  expect(events.filter(({ level }) => level === 'warning')).toEqual([])
})

test('an API key reads what it may and writes nothing', async () => {
  await create('open')
  const read = await client.models.Notice.get({ id: 'open' }, { authMode: 'apiKey' })
  const written = await client.models.Notice.create({ title: 'x' }, { authMode: 'apiKey' })
  expect(read.data?.title).toBe('Notice open')
  expect([written.data, written.errors?.[0]]).toMatchObject([null, { errorType: 'Unauthorized' }])
})

test('a model of a group is for its members', async () => {
  const made = await as(admin, () => client.models.Report.create({ text: 'r' }))
  const refused = await as(reader, () => client.models.Report.list())
  expect([made.data?.text, made.errors]).toEqual(['r', undefined])
  expect(refused.errors?.[0]).toMatchObject({ errorType: 'Unauthorized' })
})

test('a pipeline of JavaScript steps reads, then changes a record on a condition', async () => {
  await create('voted')
  const [first, second] = await as(reader, async () => [
    await client.mutations.vote({ noticeId: 'voted', by: 3 }),
    await client.mutations.vote({ noticeId: 'voted' }),
  ])
  const third = await as(admin, () => client.mutations.vote({ noticeId: 'voted' }))
  expect([first?.data, first?.errors]).toMatchObject([{ votes: 3 }, undefined])
  expect(second?.data).toMatchObject({ votes: 3 })
  expect(second?.errors).toMatchObject([
    { message: 'One vote a person.', errorType: 'DynamoDB:ConditionalCheckFailedException' },
  ])
  expect([third.data?.votes, third.data?.voters?.length]).toEqual([4, 2])
})

test('a step ends the field with an error, or the pipeline with a value', async () => {
  const [many, none, missing] = await as(reader, async () => [
    await client.mutations.vote({ noticeId: 'any', by: 11 }),
    await client.mutations.vote({ noticeId: 'any', by: 0 }),
    await client.mutations.vote({ noticeId: 'any' }),
  ])
  expect(many?.errors).toMatchObject([{ errorType: 'TooManyVotes', errorInfo: { most: 10 } }])
  expect([none?.errors, none?.data?.title]).toEqual([undefined, 'unchanged'])
  expect(missing?.errors).toMatchObject([{ errorType: 'NotFound' }])
})

test('a transaction of JavaScript is done whole or not at all', async () => {
  const [made, again] = await as(admin, async () => [
    await client.mutations.publish({ id: 'new', title: 'News' }),
    await client.mutations.publish({ id: 'new', title: 'Other news' }),
  ])
  const stored = await client.models.Notice.get({ id: 'new' }, { authMode: 'apiKey' })
  expect([made?.data, again?.data, stored.data?.title]).toEqual(['new', null, 'News'])
  expect(again?.errors).toMatchObject([
    {
      errorType: 'DynamoDB:TransactionCanceledException',
      errorInfo: {
        keys: null,
        cancellationReasons: [{ type: 'None' }, { type: 'ConditionalCheckFailed' }],
      },
    },
  ])
})

/** What a subscription hears. */
function listen(
  filter: { room?: string; atLeast?: number },
  authMode: 'apiKey' | 'userPool' = 'apiKey',
) {
  const heard: (string | undefined)[] = []
  const failed: unknown[] = []
  const stop = client.subscriptions.onSend(filter, { authMode }).subscribe({
    next: (message) => heard.push(message?.text),
    error: (error: unknown) => failed.push(error),
  })
  return { heard, failed, stop }
}

const say = (room: string, text: string, urgency: number) =>
  client.mutations.send({ room, text, urgency }, { authMode: 'apiKey' })

test('a custom subscription hears what its filter lets through', async () => {
  const own = listen({ room: 'kitchen', atLeast: 2 })
  const all = listen({})
  // The first message that arrives shows that the subscriptions stand.
  await vi.waitFor(async () => {
    await say('kitchen', 'ready', 2)
    expect(Math.min(own.heard.length, all.heard.length)).toBeGreaterThan(0)
  }, 20_000)
  await say('kitchen', 'not urgent', 1)
  await say('elsewhere', 'elsewhere', 9)
  await say('kitchen', 'urgent', 2)
  const after = ({ heard }: typeof own) => heard.filter((text) => text !== 'ready')
  await vi.waitFor(() => expect(after(all)).toHaveLength(3))
  await vi.waitFor(() => expect(after(own)).toEqual(['urgent']))
  expect(after(all)).toEqual(['not urgent', 'elsewhere', 'urgent'])
  expect([...own.failed, ...all.failed]).toEqual([])
  own.stop.unsubscribe()
  all.stop.unsubscribe()
})

test('a guest subscribes to a model under IAM, and hears what its filter lets through', async () => {
  const heard: string[] = []
  const failed: unknown[] = []
  const filter = { title: { beginsWith: 'Live' }, votes: { ge: 1 } }
  const stop = client.models.Notice.onCreate({ filter, authMode: 'identityPool' }).subscribe({
    next: ({ title }) => heard.push(title),
    error: (error: unknown) => failed.push(error),
  })
  await as(admin, async () => {
    await vi.waitFor(async () => {
      await client.models.Notice.create({ title: 'Live test', votes: 1 })
      expect(heard).toContain('Live test')
    }, 20_000)
    await client.models.Notice.create({ title: 'Live without votes', votes: 0 })
    await client.models.Notice.create({ title: 'Live', votes: 5 })
  })
  await vi.waitFor(() => expect(heard.at(-1)).toBe('Live'))
  expect([heard.includes('Live without votes'), failed]).toEqual([false, []])
  stop.unsubscribe()
})

test('a custom subscription decides by its own code who may listen', async () => {
  await as(admin, async () => {
    const { heard, stop } = listen({ room: 'staff' }, 'userPool')
    await vi.waitFor(async () => {
      await say('staff', 'for admins', 0)
      expect(heard).toContain('for admins')
    }, 20_000)
    stop.unsubscribe()
  })
  const { failed, stop } = listen({ room: 'staff' })
  await vi.waitFor(() => expect(JSON.stringify(failed)).toContain('Not Authorized'), 10_000)
  stop.unsubscribe()
})

test('a query under IAM knows guests and people', async () => {
  const guest = await client.queries.whoAmI({ authMode: 'identityPool' })
  const person = await as(reader, async () => ({
    asked: await client.queries.whoAmI({ authMode: 'identityPool' }),
    identityId: (await fetchAuthSession()).identityId,
  }))
  const signedOut = await client.queries.whoAmI({ authMode: 'apiKey' })
  const seen = (data: unknown) => JSON.parse(typeof data === 'string' ? data : 'null') as unknown
  expect([seen(guest.data), seen(person.asked.data)]).toMatchObject([
    { identityId: expect.stringMatching(/^eu-west-1:/) },
    { identityId: person.identityId },
  ])
  expect(signedOut.errors?.[0]).toMatchObject({ errorType: 'Unauthorized' })
})

test('variables, aliases, fragments and introspection work through the published client', async () => {
  await create('asked')
  const query = `query Ask($id: ID!) {
    first: getNotice(id: $id) { ...Shown }
    none: getNotice(id: "nothing") { ...Shown }
    __type(name: "Message") { fields { name } }
  }
  fragment Shown on Notice { heading: title votes __typename }`
  const answer = await client.graphql({ query, variables: { id: 'asked' }, authMode: 'apiKey' })
  expect(answer).toMatchObject({
    data: {
      first: { heading: 'Notice asked', votes: 0, __typename: 'Notice' },
      none: null,
      __type: { fields: ['room', 'text', 'from', 'at', 'urgency'].map((name) => ({ name })) },
    },
  })
})

test('an error has the shape of AppSync', async () => {
  const query = 'query { listReports { items { id } } }'
  const asked = client.graphql({ query, authMode: 'apiKey' }) as Promise<unknown>
  const answer = await asked.catch((thrown: unknown) => thrown)
  expect(answer).toMatchObject({
    data: { listReports: null },
    errors: [
      {
        path: ['listReports'],
        data: null,
        errorType: 'Unauthorized',
        errorInfo: null,
        // The client prints the query anew, over several lines.
        locations: [{ line: 2, column: 3, sourceName: null }],
        message: 'Not Authorized to access listReports on type Query',
      },
    ],
  })
})

test("the SDK's signer is believed as it signed, and not otherwise", async () => {
  const { url } = sandbox.outputs['data'] as { url: string }
  const { host, hostname, port, pathname, protocol } = new URL(url)
  const signer = new SignatureV4({
    service: 'appsync',
    region: sandbox.region,
    credentials: await readToolsKeys(sandbox.credentialsFile),
    sha256: Sha256,
  })
  const body = JSON.stringify({ query: 'query { getNotice(id: "open") { id } }' })
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    port: Number(port),
    path: pathname,
    headers: { host, 'content-type': 'application/json' },
    body,
  })
  const [signed, changed] = await Promise.all(
    [body, body.replace('open', 'else')].map((sent) =>
      fetch(url, { method: 'POST', headers, body: sent }),
    ),
  )
  expect([signed?.status, changed?.status]).toEqual([200, 403])
})

const printed = async () => (await fetch(`${sandbox.endpoint}/_sandbox/logs.json`)).text()

test('a function that is invoked as an event answers at once and runs', async () => {
  const answer = await as(reader, () => client.mutations.remindMe({ who: 'the reader' }))
  expect([answer.data, answer.errors]).toMatchObject([{ success: true }, undefined])
  await vi.waitFor(async () => expect(await printed()).toContain('reminded the reader'), 30_000)
})

async function queue(name: string) {
  const { endpoint, region } = sandbox
  const sqs = new SQSClient({
    endpoint,
    region,
    credentials: await readToolsKeys(sandbox.credentialsFile),
  })
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  return { sqs, QueueUrl: QueueUrls.find((url) => url.includes(name)) }
}

test('how an event ended reaches the destination of the function', async () => {
  const { sqs, QueueUrl } = await queue('reminded')
  const bodies: string[] = []
  await as(reader, () => client.mutations.remindMe({ who: 'the destination' }))
  await vi.waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    bodies.push(...Messages.map(({ Body = '' }) => Body))
    expect(bodies.join()).toContain('the destination')
  }, 30_000)
  const record = bodies.find((body) => body.includes('the destination')) ?? ''
  expect(JSON.parse(record)).toMatchObject({
    version: '1.0',
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    requestPayload: { arguments: { who: 'the destination' } },
    responsePayload: null,
  })
})

test('a FIFO queue feeds a function in order', async () => {
  const { sqs, QueueUrl } = await queue('letters')
  for (const MessageBody of ['letter 1', 'letter 2', 'letter 2', 'letter 3']) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'all' }))
  }
  await vi.waitFor(async () => expect(await printed()).toContain('by letter 3'), 30_000)
  expect((await printed()).match(/by letter \d/g)).toEqual([
    'by letter 1',
    'by letter 2',
    'by letter 3',
  ])
})

test('a scheduled function runs when its time comes', async () => {
  vi.advanceTimersByTime(5 * minuteMs)
  await vi.waitFor(async () => expect(await printed()).toContain('reminded all'), 30_000)
})
