import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aResource, type OnGateway, startOnGateway } from '../../sandbox/s3/on-gateway.fixture.ts'
import { ada, bob, noon } from '../../tests/builders/generation.ts'
import { createRequestRate } from './request-rate.ts'

let sandbox: OnGateway
let client: DynamoDBClient
let now = noon

beforeAll(async () => {
  sandbox = await startOnGateway([
    aResource({
      type: 'AWS::DynamoDB::Table',
      physicalId: 'Usage',
      properties: {
        TableName: 'Usage',
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

test('of many requests at once as many pass as a minute allows, for each person, each minute', async () => {
  const rate = createRequestRate('Usage', { perMinute: 5, now: () => now, client })
  const passed = async (owner: typeof ada) => {
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => rate.take(owner)))
    const refusals = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'THROTTLED' })
    return all.length - refusals.length
  }
  expect(await passed(ada)).toBe(5)
  expect(await passed(bob)).toBe(5)
  expect(await passed(ada)).toBe(0)
  now += 60_000
  expect(await passed(ada)).toBe(5)
})
