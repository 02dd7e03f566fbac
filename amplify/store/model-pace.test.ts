import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aResource, type OnGateway, startOnGateway } from '../../sandbox/s3/on-gateway.fixture.ts'
import { ada, bob, noon } from '../../tests/builders/generation.ts'
import { createModelPace } from './model-pace.ts'

const TableName = 'Usage'
let sandbox: OnGateway
let client: DynamoDBClient

beforeAll(async () => {
  sandbox = await startOnGateway([
    aResource({
      type: 'AWS::DynamoDB::Table',
      physicalId: TableName,
      properties: {
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    }),
  ])
  client = new DynamoDBClient(sandbox.tools)
})
afterAll(async () => {
  client.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

/** A worker of its own, which remembers only what it saw itself. */
const worker = (perMinute = 20) =>
  createModelPace(TableName, {
    perMinute: () => perMinute,
    now: () => noon,
    random: () => 0.5,
    client,
  })

test('workers that know nothing of each other share one pace', async () => {
  const workers = Array.from({ length: 5 }, () => worker())
  const turns = await Promise.all(
    workers.map((each) => each.ask('shared', { owner: ada, turns: 0 })),
  )
  // 20 a minute: three at once, the other two wait.
  expect(turns.filter(({ kind }) => kind === 'GO')).toHaveLength(3)
})

test('a worker that was overtaken sees what the others took', async () => {
  const [first, second] = [worker(4), worker(4)]
  expect(await first.ask('slow', { owner: ada, turns: 0 })).toEqual({ kind: 'GO' })
  const turn = await second.ask('slow', { owner: bob, turns: 0 })
  expect(turn).toMatchObject({ kind: 'WAIT', position: 1 })
  expect(await first.ask('slow', { owner: ada, turns: 0 })).toMatchObject({ position: 2 })
})

test('each model has a pace of its own', async () => {
  const one = worker(4)
  expect(await one.ask('a', { owner: ada, turns: 0 })).toEqual({ kind: 'GO' })
  expect(await one.ask('b', { owner: ada, turns: 0 })).toEqual({ kind: 'GO' })
})
