import { join } from 'node:path'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { create } from 'dynalite/db/index.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Resource } from '../assembly/resource.ts'
import { aResource, aRole, type OnGateway, startOnGateway } from '../s3/on-gateway.fixture.ts'
import { openEngine } from './engine.ts'

const TableName = 'Job-api-NONE'
const arn = `arn:aws:dynamodb:eu-west-1:000000000000:table/${TableName}`

const ownerIndex = {
  indexName: 'byOwner',
  keySchema: [
    { attributeName: 'owner', keyType: 'HASH' },
    { attributeName: 'createdAt', keyType: 'RANGE' },
  ],
  projection: { projectionType: 'ALL' },
}

/** As Amplify writes its tables: CreateTable's properties with a lower-case first letter. */
function aTable(indexes: readonly object[], key = 'id'): Resource {
  return aResource({
    type: 'Custom::AmplifyDynamoDBTable',
    physicalId: TableName,
    properties: {
      tableName: TableName,
      attributeDefinitions: ['id', 'owner', 'createdAt', 'status'].map((attributeName) => ({
        attributeName,
        attributeType: 'S',
      })),
      keySchema: [{ attributeName: key, keyType: 'HASH' }],
      globalSecondaryIndexes: indexes,
      billingMode: 'PAY_PER_REQUEST',
      timeToLiveSpecification: { attributeName: 'expiresAt', enabled: true },
    },
  })
}

const resources = [
  aTable([ownerIndex]),
  aRole('reader', [
    { Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${arn}/index/byOwner` },
    { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: arn },
  ]),
]

let sandbox: OnGateway
let db: DynamoDBClient

beforeEach(async () => {
  sandbox = await startOnGateway(resources)
  db = new DynamoDBClient(sandbox.tools)
})
afterEach(async () => {
  db.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

async function restart(changed: readonly Resource[] = resources) {
  await sandbox.stop()
  sandbox = await startOnGateway(changed, { stateDir: sandbox.stateDir })
  db = new DynamoDBClient(sandbox.tools)
}

function item(id: string, owner = 'alice', createdAt = '2026-01-01') {
  return { id: { S: id }, owner: { S: owner }, createdAt: { S: createdAt } }
}

async function put(...args: Parameters<typeof item>) {
  await db.send(new PutItemCommand({ TableName, Item: item(...args) }))
}

async function read(id: string) {
  return (await db.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item
}

async function owned(owner: string, more: object = {}) {
  const { Items } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: owner } },
      ScanIndexForward: false,
      ...more,
    }),
  )
  return Items?.map(({ id }) => id?.S)
}

it('writes, reads, updates and deletes an item', async () => {
  await put('1')
  const update = new UpdateItemCommand({
    TableName,
    Key: { id: { S: '1' } },
    UpdateExpression: 'SET revision = if_not_exists(revision, :zero) + :one',
    ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
    ReturnValues: 'ALL_NEW',
  })
  await db.send(update)
  expect((await db.send(update)).Attributes).toEqual({ ...item('1'), revision: { N: '2' } })
  expect(await read('1')).toEqual({ ...item('1'), revision: { N: '2' } })
  await db.send(new DeleteItemCommand({ TableName, Key: { id: { S: '1' } } }))
  expect(await read('1')).toBeUndefined()
})

it('pages a query of an index in order, newest first', async () => {
  await Promise.all(
    Array.from({ length: 9 }, (_, index) => put(`a${index}`, 'alice', `2026-01-0${index + 1}`)),
  )
  await put('b', 'bob')
  const ids: (string | undefined)[] = []
  let start: Record<string, never> | undefined
  do {
    const page = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'byOwner',
        KeyConditionExpression: 'createdAt > :t AND #o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: 'alice' }, ':t': { S: '2026-01-02' } },
        ScanIndexForward: false,
        Limit: 3,
        ExclusiveStartKey: start,
      }),
    )
    ids.push(...(page.Items ?? []).map(({ id }) => id?.S))
    start = page.LastEvaluatedKey as typeof start
  } while (start)
  expect(ids).toEqual(['a8', 'a7', 'a6', 'a5', 'a4', 'a3', 'a2'])
})

it('answers a failed condition, with the item when it is asked for', async () => {
  await put('1')
  const create = (more: object = {}) =>
    db.send(
      new PutItemCommand({
        TableName,
        Item: item('1', 'bob'),
        ConditionExpression: 'attribute_not_exists(id)',
        ...more,
      }),
    )
  await expect(create()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' })
  await expect(create({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: item('1'),
  })
})

it('lets one of many conditional updates win', async () => {
  await put('1')
  const claim = (by: string) =>
    db.send(
      new UpdateItemCommand({
        TableName,
        Key: { id: { S: '1' } },
        UpdateExpression: 'SET worker = :w',
        ConditionExpression: 'attribute_not_exists(worker)',
        ExpressionAttributeValues: { ':w': { S: by } },
      }),
    )
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map(claim))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('reads and writes batches', async () => {
  const requests = ['1', '2', '3'].map((id) => ({ PutRequest: { Item: item(id) } }))
  await db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }))
  const keys = ['1', '3', 'none'].map((id) => ({ id: { S: id } }))
  const { Responses } = await db.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys } } }),
  )
  expect(Responses?.[TableName]?.map(({ id }) => id?.S).sort()).toEqual(['1', '3'])
  expect((await db.send(new ScanCommand({ TableName }))).Count).toBe(3)
})

it('does a transaction as a whole or not at all', async () => {
  await put('1')
  const transact = (expectedOwner: string) =>
    db.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: item('2') } },
          {
            Update: {
              TableName,
              Key: { id: { S: '1' } },
              UpdateExpression: 'SET #o = :new',
              ConditionExpression: '#o = :old',
              ExpressionAttributeNames: { '#o': 'owner' },
              ExpressionAttributeValues: { ':new': { S: 'bob' }, ':old': { S: expectedOwner } },
            },
          },
        ],
      }),
    )
  await expect(transact('carol')).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
  })
  expect([await read('1'), await read('2')]).toEqual([item('1'), undefined])
  await transact('alice')
  const { Responses } = await db.send(
    new TransactGetItemsCommand({
      TransactItems: ['1', '2'].map((id) => ({ Get: { TableName, Key: { id: { S: id } } } })),
    }),
  )
  expect(Responses).toEqual([{ Item: item('1', 'bob') }, { Item: item('2') }])
})

it.each(['CREATING', 'DELETING'])('makes anew a table that a crash left %s', async (status) => {
  await put('old')
  const { Table } = (await sandbox.dynamodb.call('DescribeTable', { TableName })).body
  await sandbox.stop()
  const timesMs = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }
  const store = create({ path: join(sandbox.stateDir, 'dynamodb', 'tables'), ...timesMs })
  // As dynalite notes a table whose deletion has begun: its indexes are not in the note any more.
  const { GlobalSecondaryIndexes: _, ...rest } = Table as Record<string, unknown>
  const value = { ...rest, TableStatus: status }
  await store.db.batch([{ type: 'put', key: `table~${TableName}`, value }])
  await store.lifecycleManager.gracefulClose()
  sandbox = await startOnGateway(resources, { stateDir: sandbox.stateDir })
  db = new DynamoDBClient(sandbox.tools)
  await put('new')
  expect([await owned('alice'), await read('old')]).toEqual([['new'], undefined])
})

it('keeps rows over a restart, and over a change of the indexes', async () => {
  await Promise.all(Array.from({ length: 60 }, (_, index) => put(`${index}`)))
  await restart()
  expect((await db.send(new ScanCommand({ TableName }))).Count).toBe(60)
  const byStatus = {
    indexName: 'byStatus',
    keySchema: [{ attributeName: 'status', keyType: 'HASH' }],
    projection: { projectionType: 'KEYS_ONLY' },
  }
  await restart([aTable([byStatus, ownerIndex])])
  const { Table } = await db.send(new DescribeTableCommand({ TableName }))
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual([
    'byOwner',
    'byStatus',
  ])
  expect([await owned('alice'), (await db.send(new ScanCommand({ TableName }))).Count]).toEqual([
    expect.objectContaining({ length: 60 }),
    60,
  ])
  await restart([aTable([])])
  await expect(owned('alice')).rejects.toMatchObject({ name: 'ValidationException' })
  expect(await read('7')).toEqual(item('7'))
})

it('ends a change of the indexes that a crash interrupted, whichever indexes are wanted by now', async () => {
  await put('1')
  await put('2', 'alice')
  await sandbox.stop()
  const engine = openEngine({
    path: join(sandbox.stateDir, 'dynamodb', 'tables'),
    region: 'eu-west-1',
    accountId: '000000000000',
  })
  const keyOnly = {
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  }
  // As after a kill in the middle of putting the rows back: all are on the shelf, one in the table.
  for (const name of ['_shelf', '_whole']) {
    await engine.run('CreateTable', { ...keyOnly, TableName: `${name}.${TableName}` })
  }
  const shelved = (id: string) =>
    engine.run('PutItem', { TableName: `_shelf.${TableName}`, Item: item(id, 'alice') })
  await expect.poll(async () => (await shelved('1')).status).toBe(200)
  await shelved('2')
  await engine.run('DeleteItem', { TableName, Key: { id: { S: '2' } } })
  await engine.close()
  const byStatus = {
    indexName: 'byStatus',
    keySchema: [{ attributeName: 'status', keyType: 'HASH' }],
    projection: { projectionType: 'ALL' },
  }
  sandbox = await startOnGateway([aTable([byStatus])], { stateDir: sandbox.stateDir })
  db = new DynamoDBClient(sandbox.tools)
  expect((await db.send(new ScanCommand({ TableName }))).Count).toBe(2)
  const { TableNames } = await db.send(new ListTablesCommand({}))
  expect(TableNames).toEqual([TableName])
})

it('keeps a row that has a null where a new index has its key', async () => {
  await db.send(new PutItemCommand({ TableName, Item: { id: { S: '1' }, status: { NULL: true } } }))
  const byStatus = {
    indexName: 'byStatus',
    keySchema: [{ attributeName: 'status', keyType: 'HASH' }],
    projection: { projectionType: 'ALL' },
  }
  await restart([aTable([byStatus])])
  expect(await read('1')).toEqual({ id: { S: '1' } })
})

it('starts empty when the key changed, and says so', async () => {
  await put('1')
  await restart([aTable([], 'status')])
  expect((await db.send(new ScanCommand({ TableName }))).Count).toBe(0)
  expect(sandbox.events).toContainEqual(
    expect.objectContaining({ service: 'dynamodb', level: 'warning' }),
  )
})

it('keeps a role to its tables, indexes and actions', async () => {
  await put('1')
  db = new DynamoDBClient(sandbox.as('reader'))
  const denied = { name: 'AccessDeniedException', message: expect.stringContaining('dynamodb:') }
  expect(await read('1')).toEqual(item('1'))
  expect(await owned('alice')).toEqual(['1'])
  await expect(owned('alice', { IndexName: undefined })).rejects.toMatchObject(denied)
  await expect(db.send(new ScanCommand({ TableName }))).rejects.toMatchObject(denied)
  const keys = { [TableName]: { Keys: [{ id: { S: '1' } }] } }
  await expect(db.send(new BatchGetItemCommand({ RequestItems: keys }))).rejects.toMatchObject(
    denied,
  )
  const remove = { Delete: { TableName, Key: { id: { S: '1' } } } }
  await expect(
    db.send(new TransactWriteItemsCommand({ TransactItems: [remove] })),
  ).rejects.toMatchObject(denied)
})

it('refuses a request without a signature', async () => {
  const answer = await fetch(sandbox.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.Scan', 'content-type': 'application/json' },
    body: JSON.stringify({ TableName }),
  })
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { __type: expect.stringContaining('MissingAuthenticationTokenException') },
  ])
})

it('says of its tables what the template says', async () => {
  const tables = await db.send(new ListTablesCommand({}))
  const ttl = await db.send(new DescribeTimeToLiveCommand({ TableName }))
  const backups = await db.send(new DescribeContinuousBackupsCommand({ TableName }))
  const table = await db.send(new DescribeTableCommand({ TableName: arn }))
  expect([
    tables.TableNames,
    ttl.TimeToLiveDescription,
    backups.ContinuousBackupsDescription?.ContinuousBackupsStatus,
    table.Table?.TableArn,
  ]).toEqual([
    [TableName],
    { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    'DISABLED',
    arn,
  ])
})

it('names what it does not implement', async () => {
  const create = new CreateTableCommand({
    TableName: 'Own',
    KeySchema: [],
    AttributeDefinitions: [],
  })
  await expect(db.send(create)).rejects.toMatchObject({ name: 'UnknownOperationException' })
  expect(await sandbox.dynamodb.call('UpdateTimeToLive', {})).toMatchObject({
    status: 400,
    body: { __type: expect.stringContaining('UnknownOperationException') },
  })
})

it('answers AppSync in the shapes of the wire', async () => {
  const written = await sandbox.dynamodb.call('PutItem', { TableName, Item: item('1') })
  const found = await sandbox.dynamodb.call('GetItem', { TableName, Key: { id: { S: '1' } } })
  expect([written.status, found]).toEqual([200, { status: 200, body: { Item: item('1') } }])
  const refused = await sandbox.dynamodb.call('GetItem', { TableName, Key: {} })
  expect(refused).toMatchObject({
    status: 400,
    body: { __type: expect.stringContaining('ValidationException'), message: expect.any(String) },
  })
})
