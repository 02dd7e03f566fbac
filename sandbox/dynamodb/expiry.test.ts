import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, expect, test } from 'vitest'
import { aResource, type OnGateway, startOnGateway } from '../s3/on-gateway.fixture.ts'
import { expire } from './expiry.ts'

const TableName = 'Links'
const nowSeconds = 1_800_000_000
const resources = [
  aResource({
    type: 'AWS::DynamoDB::Table',
    physicalId: TableName,
    properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'endsAt', Enabled: true },
    },
  }),
]

let sandbox: OnGateway
afterEach(async () => {
  await sandbox.stop()
  await sandbox.forget()
})

test('what is past its time is removed, and nothing else', async () => {
  sandbox = await startOnGateway(resources)
  const db = new DynamoDBClient(sandbox.tools)
  const fiveYears = 5 * 365 * 86_400
  const rows = {
    over: { N: String(nowSeconds - 1) },
    running: { N: String(nowSeconds + 1) },
    // AWS takes no text for a time, and nothing that ended over five years ago.
    text: { S: '1' },
    ancient: { N: String(nowSeconds - fiveYears - 1) },
  }
  for (const [id, endsAt] of Object.entries(rows)) {
    await db.send(new PutItemCommand({ TableName, Item: { id: { S: id }, endsAt } }))
  }
  await db.send(new PutItemCommand({ TableName, Item: { id: { S: 'endless' } } }))
  const { dynamodb: caller, tables } = sandbox
  await expire({ caller, tables, log: () => undefined, clock: () => nowSeconds * 1_000 })
  const { Items } = await db.send(new ScanCommand({ TableName }))
  expect(Items?.map(({ id }) => id?.S).sort()).toEqual(['ancient', 'endless', 'running', 'text'])
})
