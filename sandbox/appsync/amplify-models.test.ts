import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateAssembly } from '../assembly/evaluate.ts'
import type { Deployment } from '../assembly/resource.ts'
import { synthesise } from '../assembly/synthesise.ts'
import { openAssembly } from '../assembly/template.ts'
import { createDynamoDb } from '../dynamodb/service.ts'
import type { Service } from '../gateway/service.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import type { Caller } from '../iam/caller.ts'
import { readRoles } from '../iam/roles.ts'
import {
  type Answer,
  ask,
  type Client,
  connect,
  fakeFunctions,
  fakeTokens,
  roleSession,
  serveRealtime,
  tokenOf,
} from './appsync.fixture.ts'
import { createAppSync } from './service.ts'
import type { Fields } from './vtl/values.ts'

/** The templates that Amplify generates for this repository's own models, run as they are. */

const functions = fakeFunctions({ payload: ['g1'] })
const ann = tokenOf('ann')
const bob = tokenOf('bob')
const clients: Client[] = []
let stateDir: string
let apiId: string
let dynamodb: Awaited<ReturnType<typeof createDynamoDb>>
let appsync: Service
let realtime: { url: string; server: Server }
let worker: Caller
let stranger: Caller

beforeAll(async () => {
  const { dir } = await synthesise({
    root: process.cwd(),
    entry: 'amplify/backend.ts',
    tsconfig: 'amplify/tsconfig.json',
    sources: ['amplify', 'domain', 'package-lock.json'],
    environment: {},
    context: {
      'amplify-backend-namespace': 'sandbox',
      'amplify-backend-name': 'test',
      'amplify-backend-type': 'sandbox',
      // Templates only: bundling the functions would take most of the time.
      'aws:cdk:bundling-stacks': [],
    },
    region: 'us-east-1',
    cacheDir: join(tmpdir(), 'sandbox-test-assemblies'),
  })
  const assembly = openAssembly(dir)
  const place = { region: 'us-east-1', accountId: '000000000000', endpoint: 'http://127.0.0.1:1' }
  const { resources } = evaluateAssembly(assembly, { ...place, stackName: assembly.stackName })
  stateDir = await mkdtemp(join(tmpdir(), 'appsync-'))
  const deployment: Deployment = { ...place, resources, assemblyDir: dir, stateDir }
  const log = () => undefined
  const authorizer = createAuthorizer({ region: place.region, log })
  const roles = readRoles(deployment)
  const sessionOf = (arn: string): Caller => {
    const role = roles.find(arn)
    if (!role) throw new Error(`no role ${arn}`)
    return roleSession(role.name, { roleArn: arn, policies: role.policies })
  }
  const api = resources.find(({ type }) => type === 'AWS::AppSync::GraphQLApi')
  apiId = String(api?.attributes['ApiId'])
  dynamodb = await createDynamoDb({ deployment, authorizer, log })
  appsync = createAppSync({
    deployment,
    authorizer,
    tokens: fakeTokens,
    functions,
    dynamodb: dynamodb.caller,
    roleCaller: sessionOf,
    log,
  })
  const grant = (resource: string) => [
    { Statement: { Effect: 'Allow' as const, Action: 'appsync:GraphQL', Resource: resource } },
  ]
  worker = roleSession('worker', { policies: grant(`${String(api?.attributes['Arn'])}/*`) })
  stranger = roleSession('stranger')
  realtime = await serveRealtime(appsync)
})

afterAll(async () => {
  for (const client of clients) client.socket.terminate()
  await appsync.close?.()
  realtime.server.close()
  await dynamodb.close?.()
  await rm(stateDir, { recursive: true, force: true })
})

const pictureFields =
  'id owner status key sha256 origin revision createdAt updatedAt title favourite tags'
const create = `mutation C($input: CreatePictureInput!) { createPicture(input: $input) { ${pictureFields} } }`
const update = `mutation U($input: UpdatePictureInput!, $condition: ModelPictureConditionInput) {
  updatePicture(input: $input, condition: $condition) { ${pictureFields} } }`
const get = `query G($id: ID!) { getPicture(id: $id) { ${pictureFields} } }`

const picture = (id: string, more: Fields = {}): Fields => ({
  id,
  owner: 'ann',
  status: 'READY',
  key: `originals/ann/${id}`,
  sha256: id,
  origin: 'UPLOAD',
  revision: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
})

const asWorker = (query: string, variables: Fields): Promise<Answer> =>
  ask(appsync, apiId, { query, variables, caller: worker })
const asPerson = (token: string, query: string, variables: Fields): Promise<Answer> =>
  ask(appsync, apiId, { query, variables, token })
const seed = async (id: string, more: Fields = {}): Promise<void> => {
  expect((await asWorker(create, { input: picture(id, more) })).errors).toEqual([])
}

test('a function creates, changes and removes a record under IAM', async () => {
  const created = await asWorker(create, {
    input: picture('crud', { title: 'first', tags: ['a'] }),
  })
  const changed = await asWorker(update, { input: { id: 'crud', title: null, revision: 2 } })
  const removed = await asWorker(
    'mutation D($input: DeletePictureInput!) { deletePicture(input: $input) { id revision } }',
    { input: { id: 'crud' } },
  )
  const gone = await asWorker(get, { id: 'crud' })
  expect([created.data, changed.data, removed.data, gone.data]).toMatchObject([
    { createPicture: { title: 'first', tags: ['a'], status: 'READY' } },
    { updatePicture: { title: null, tags: ['a'], revision: 2 } },
    { deletePicture: { id: 'crud', revision: 2 } },
    { getPicture: null },
  ])
  expect([created, changed, removed, gone].flatMap(({ errors }) => errors)).toEqual([])
})

test('a role without the permission is refused each field', async () => {
  const answer = await ask(appsync, apiId, { query: get, variables: { id: 'x' }, caller: stranger })
  expect(answer.errors[0]).toMatchObject({
    errorType: 'Unauthorized',
    message: 'Not Authorized to access getPicture on type Query',
  })
})

test("an identity pool's session does not pass for a function", async () => {
  const arn = worker.arn.replace(/session$/, 'CognitoIdentityCredentials')
  const caller = { ...worker, arn }
  const answer = await ask(appsync, apiId, {
    query: create,
    variables: { input: picture('x') },
    caller,
  })
  expect(answer.errors[0]).toMatchObject({ errorType: 'Unauthorized' })
})

test('an id is created once', async () => {
  await seed('once')
  const again = await asWorker(create, { input: picture('once') })
  expect(again.errors[0]).toMatchObject({
    errorType: 'DynamoDB:ConditionalCheckFailedException',
    path: ['createPicture'],
    data: null,
  })
})

test('an update whose condition fails changes nothing', async () => {
  await seed('condition')
  const input = { id: 'condition', title: 'new' }
  const failed = await asWorker(update, { input, condition: { revision: { eq: 7 } } })
  const stored = await asWorker(get, { id: 'condition' })
  const passed = await asWorker(update, {
    input,
    condition: { revision: { eq: 1 }, status: { eq: 'READY' } },
  })
  expect([failed.errors[0]?.['errorType'], stored.data, passed.data]).toMatchObject([
    'DynamoDB:ConditionalCheckFailedException',
    { getPicture: { title: null } },
    { updatePicture: { title: 'new' } },
  ])
})

test('a person reads their own record and not another’s', async () => {
  await seed('own')
  const own = await asPerson(ann, get, { id: 'own' })
  const other = await asPerson(bob, get, { id: 'own' })
  expect(own.data).toMatchObject({ getPicture: { id: 'own' } })
  expect([other.data, other.errors[0]?.['errorType']]).toEqual([
    { getPicture: null },
    'Unauthorized',
  ])
})

test('a person lists their own records by the index, newest first, in pages', async () => {
  const owner = 'cleo'
  await seed('page1', { owner, createdAt: '2026-01-01T00:00:00.000Z' })
  await seed('page2', { owner, createdAt: '2026-01-02T00:00:00.000Z' })
  const query = `query L($owner: String!, $next: String) { picturesByOwner(owner: $owner, sortDirection: DESC,
    limit: 1, nextToken: $next) { items { id } nextToken } }`
  const page = async (next?: unknown): Promise<{ items: Fields[]; nextToken: string | null }> => {
    const answer = await asPerson(tokenOf(owner), query, { owner, next: next ?? null })
    expect(answer.errors).toEqual([])
    return answer.data?.['picturesByOwner'] as { items: Fields[]; nextToken: string | null }
  }
  const first = await page()
  const second = await page(first.nextToken)
  expect([first.items, second.items]).toEqual([[{ id: 'page2' }], [{ id: 'page1' }]])
  const forged = await asPerson(tokenOf(owner), query, { owner, next: 'forged' })
  expect(forged.errors[0]?.['message']).toBe('Invalid pagination token given.')
})

test("another's list is refused, and the table scan does not exist", async () => {
  const listed = await asPerson(bob, 'query { picturesByOwner(owner: "ann") { items { id } } }', {})
  const scanned = await asPerson(bob, 'query { listPictures { items { id } } }', {})
  expect(listed.errors[0]).toMatchObject({ errorType: 'Unauthorized' })
  expect(scanned.errors[0]?.['message']).toContain(
    "Field 'listPictures' in type 'Query' is undefined",
  )
})

test('an index with an enum is queried by it', async () => {
  const query =
    'query { generationsByOwnerAndStatus(owner: "ann", status: { eq: "RUNNING" }) { items { id } } }'
  expect(await asPerson(ann, query, {})).toMatchObject({
    data: { generationsByOwnerAndStatus: { items: [] } },
    errors: [],
  })
})

test('a filter narrows a list', async () => {
  const owner = 'dora'
  await seed('f1', { owner, title: 'a boat' })
  await seed('f2', { owner, title: 'a tree' })
  const query = `query { picturesByOwner(owner: "dora", filter: { or: [{ title: { contains: "boat" } },
    { revision: { gt: 5 } }], not: { sha256: { eq: "f2" } } }) { items { id } } }`
  expect(await asPerson(tokenOf(owner), query, {})).toMatchObject({
    data: { picturesByOwner: { items: [{ id: 'f1' }] } },
    errors: [],
  })
})

test('a person changes the fields that are theirs', async () => {
  await seed('mine')
  const input = { id: 'mine', title: 'boat', favourite: true, tags: ['sea'] }
  expect(await asPerson(ann, update, { input })).toMatchObject({
    data: { updatePicture: { title: 'boat', favourite: true, tags: ['sea'] } },
    errors: [],
  })
})

test.each([{ owner: 'bob' }, { key: 'elsewhere' }, { key: null }, { status: 'REJECTED' }])(
  'a person may not set %o',
  async (change) => {
    const id = `rule-${JSON.stringify(change)}`
    await seed(id)
    const answer = await asPerson(ann, update, { input: { id, ...change } })
    expect(answer.errors[0]).toMatchObject({
      errorType: 'Unauthorized',
      message: `Unauthorized on [${Object.keys(change)[0]}]`,
    })
  },
)

test("a person changes nothing of another's record, and creates none", async () => {
  await seed('theirs')
  const changed = await asPerson(bob, update, { input: { id: 'theirs', title: 'x' } })
  const spoofed = await asPerson(bob, create, { input: picture('spoofed') })
  const own = await asPerson(bob, create, { input: picture('made', { owner: 'bob' }) })
  for (const answer of [changed, spoofed, own]) {
    expect(answer.errors[0]).toMatchObject({ errorType: 'Unauthorized' })
  }
})

test('a forged token is refused with 401', async () => {
  expect((await asPerson('forged', get, { id: 'x' })).status).toBe(401)
})

test('a custom mutation invokes its function with the arguments and the identity', async () => {
  const query = 'mutation { removeGenerations(ids: ["g1"]) }'
  expect((await asPerson(ann, query, {})).data).toEqual({ removeGenerations: ['g1'] })
  expect(functions.calls.at(-1)?.payload).toMatchObject({
    typeName: 'Mutation',
    fieldName: 'removeGenerations',
    arguments: { ids: ['g1'] },
    identity: { sub: 'ann', claims: { sub: 'ann' } },
  })
})

async function listen(token: string): Promise<Client> {
  const client = await connect(realtime.url, apiId, { Authorization: token, host: 'x' })
  clients.push(client)
  client.send({ type: 'connection_init' })
  await client.next(({ type }) => type === 'connection_ack')
  return client
}

const onUpdate = `subscription S($owner: String) { onUpdatePicture(owner: $owner) { ${pictureFields} } }`

test('a change reaches its owner, with or without the argument, and nobody else', async () => {
  await seed('live')
  const [hers, his] = [await listen(ann), await listen(bob)]
  hers.start('plain', { query: onUpdate, token: ann })
  hers.start('owner', { query: onUpdate, variables: { owner: 'ann' }, token: ann })
  his.start('plain', { query: onUpdate, token: bob })
  const isAck = ({ type }: Fields): boolean => type === 'start_ack'
  await hers.next((message) => isAck(message) && message['id'] === 'owner')
  await his.next(isAck)
  await asWorker(update, { input: { id: 'live', revision: 2 } })
  await seed('his', { owner: 'bob' })
  await asWorker(update, { input: { id: 'his', revision: 3 } })
  const told = await his.next(({ type }) => type === 'data')
  for (const id of ['plain', 'owner']) {
    const event = await hers.next((message) => message['type'] === 'data' && message['id'] === id)
    expect(event['payload']).toMatchObject({
      data: { onUpdatePicture: { id: 'live', revision: 2 } },
    })
  }
  expect(told['payload']).toMatchObject({ data: { onUpdatePicture: { id: 'his' } } })
  expect(hers.messages.filter(({ type }) => type === 'data')).toHaveLength(2)
})

test("a subscription to another's changes is refused", async () => {
  const client = await listen(bob)
  client.start('spy', { query: onUpdate, variables: { owner: 'ann' }, token: bob })
  expect(await client.next(({ type }) => type === 'error')).toMatchObject({
    id: 'spy',
    payload: { errors: [{ errorType: 'Unauthorized' }] },
  })
})
