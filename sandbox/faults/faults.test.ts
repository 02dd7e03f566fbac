import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aQueue, aResource, type OnGateway, startOnGateway } from '../s3/on-gateway.fixture.ts'
import { withFaults } from './dynamodb-caller.ts'
import { createFaults } from './faults.ts'

const TableName = 'Note'
const Bucket = 'notes'
let sandbox: OnGateway
let db: DynamoDBClient
let s3: S3Client
let sqs: SQSClient
let QueueUrl: string

beforeAll(async () => {
  sandbox = await startOnGateway([
    aResource({
      type: 'AWS::DynamoDB::Table',
      physicalId: TableName,
      properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    }),
    aResource({ type: 'AWS::S3::Bucket', physicalId: Bucket }),
    aQueue('jobs'),
  ])
  db = new DynamoDBClient(sandbox.tools)
  s3 = new S3Client({ ...sandbox.tools, forcePathStyle: true })
  sqs = new SQSClient(sandbox.tools)
  QueueUrl = `${sandbox.endpoint}/000000000000/jobs`
})
afterEach(() => sandbox.faults.clear())
afterAll(async () => {
  await sandbox.stop()
  await sandbox.forget()
})

const putItem = (id: string) => db.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }))

async function hasItem(id: string): Promise<boolean> {
  const { Item } = await db.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))
  return Item !== undefined
}

const putObject = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text' }))

async function hasObject(Key: string): Promise<boolean> {
  return await s3.send(new GetObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  )
}

/** @returns how a call failed: the error's name and status */
async function failureOf(call: Promise<unknown>): Promise<unknown[]> {
  return await call.then(
    () => ['done'],
    (error: { name: string; $metadata?: { httpStatusCode?: number } }) => [
      error.name,
      error.$metadata?.httpStatusCode,
    ],
  )
}

test('each service throttles in its own words, as often as ordered', async () => {
  for (const service of ['dynamodb', 's3', 'sqs'] as const) {
    sandbox.faults.add({ service, times: 1, effect: { kind: 'throttle' } })
  }
  expect(await failureOf(putItem('1'))).toEqual(['ThrottlingException', 400])
  expect(await failureOf(putObject('1'))).toEqual(['SlowDown', 503])
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'never' }))
  expect(await failureOf(send())).toEqual(['RequestThrottled', 403])
  expect([await failureOf(putItem('1')), await failureOf(putObject('1'))]).toEqual([
    ['done'],
    ['done'],
  ])
  expect(sandbox.faults.list()).toEqual([])
})

test('rules strike in their order, each only the operation that it names', async () => {
  const effect = { kind: 'error', status: 400, type: 'FirstException' } as const
  sandbox.faults.add({ service: 'dynamodb', operation: 'PutItem', times: 1, effect })
  sandbox.faults.add({ operation: 'PutObject', effect: { ...effect, type: 'Second' } })
  sandbox.faults.add({ effect: { ...effect, status: 503, type: 'ThirdException' } })
  expect([await failureOf(putItem('2')), await failureOf(putItem('2'))]).toEqual([
    ['FirstException', 400],
    ['ThirdException', 503],
  ])
  expect(await failureOf(putObject('2'))).toEqual(['Second', 400])
  expect(sandbox.faults.list().map(({ struck }) => struck)).toEqual([1, 1])
})

test.each([
  ['before', false],
  ['after', true],
] as const)('a write that fails %s it took effect: there afterwards is %s', async (when, there) => {
  const id = `failed-${when}`
  sandbox.faults.add({ times: 2, effect: { kind: 'fail', when } })
  expect(await failureOf(putItem(id))).toEqual(['InternalServerError', 500])
  expect(await failureOf(putObject(id))).toEqual(['InternalError', 500])
  expect([await hasItem(id), await hasObject(id)]).toEqual([there, there])
})

test.each([
  ['before', false],
  ['after', true],
] as const)('a connection cut %s the write: there afterwards is %s', async (when, there) => {
  const id = `cut-${when}`
  sandbox.faults.add({ service: 's3', times: 1, effect: { kind: 'cut', when } })
  await expect(putObject(id)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await hasObject(id)).toBe(there)
})

test('a delayed call goes on when the faults are cleared', async () => {
  sandbox.faults.add({ operation: 'PutItem', effect: { kind: 'delay', ms: 600_000 } })
  const put = putItem('delayed')
  await expect.poll(() => sandbox.faults.list()[0]?.struck, { timeout: 10_000 }).toBe(1)
  expect(await hasItem('delayed')).toBe(false)
  sandbox.faults.clear()
  await put
  expect(await hasItem('delayed')).toBe(true)
})

test('the same seed strikes the same calls, in about the share that was ordered', () => {
  const struck = (seed: number) => {
    const faults = createFaults()
    faults.add({ probability: 0.25, seed, effect: { kind: 'throttle' } })
    const call = { service: 'sqs', operation: 'SendMessage' } as const
    return Array.from({ length: 400 }, () => faults.take(call, ['throttle']) !== undefined)
  }
  expect(struck(7)).toEqual(struck(7))
  expect(struck(7)).not.toEqual(struck(8))
  const share = struck(7).filter(Boolean).length / 400
  // Four standard deviations of 400 draws: 4 × √(0.25 × 0.75 / 400) = 0.087.
  expect(Math.abs(share - 0.25)).toBeLessThan(0.087)
})

test('no more rules stand at once than are meant to', () => {
  const faults = createFaults()
  const add = () => faults.add({ effect: { kind: 'throttle' } })
  for (let count = 0; count < 100; count += 1) add()
  expect(add).toThrow('At most 100')
})

test('AppSync meets the faults of DynamoDB, though it does not call it over HTTP', async () => {
  const caller = withFaults(sandbox.dynamodb, sandbox.faults)
  sandbox.faults.add({ times: 1, effect: { kind: 'fail', when: 'after' } })
  const put = () => caller.call('PutItem', { TableName, Item: { id: { S: 'inner' } } })
  expect(await put()).toMatchObject({ status: 500, body: { __type: 'InternalServerError' } })
  expect(await hasItem('inner')).toBe(true)
  expect((await put()).status).toBe(200)
})

async function send(...bodies: string[]): Promise<void> {
  for (const MessageBody of bodies)
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
}

async function receive(): Promise<string | undefined> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 1,
    WaitTimeSeconds: 5,
  })
  const [message] = (await sqs.send(command)).Messages ?? []
  const ReceiptHandle = message?.ReceiptHandle
  if (ReceiptHandle) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  return message?.Body
}

test('a doubled message comes again although it was deleted, and then no more', async () => {
  sandbox.faults.add({ times: 1, effect: { kind: 'doubleMessage', name: 'jobs' } })
  await send('twice', 'once')
  const bodies = [await receive(), await receive(), await receive()]
  expect(bodies.map(String).sort()).toEqual(['once', 'twice', 'twice'])
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(Messages).toBeUndefined()
})

test('a delayed message is overtaken', async () => {
  sandbox.faults.add({ times: 1, effect: { kind: 'delayMessage', ms: 300 } })
  await send('late', 'in time')
  expect([await receive(), await receive()]).toEqual(['in time', 'late'])
})

test('messages come out of order when there are several', async () => {
  sandbox.faults.add({ times: 1, effect: { kind: 'reorderMessage' } })
  await send('first')
  expect(await receive()).toBe('first')
  await send('second', 'third')
  expect([await receive(), await receive()]).toEqual(['third', 'second'])
})

test('faults of another queue leave this one alone', async () => {
  sandbox.faults.add({ effect: { kind: 'delayMessage', ms: 600_000, name: 'uploads' } })
  await send('here')
  expect(await receive()).toBe('here')
})
