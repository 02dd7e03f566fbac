import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Resource } from '../../assembly/resource.ts'
import { createDynamoDb } from '../../dynamodb/service.ts'
import { allowAll, ask, deploymentOf, tokenOf } from '../appsync.fixture.ts'
import { api, serveCode } from '../javascript/code-api.fixture.ts'

/** The same table through the helpers of JavaScript and through request templates. */

const table: Resource = {
  path: 'things',
  type: 'AWS::DynamoDB::Table',
  physicalId: 'things',
  attributes: {},
  properties: {
    TableName: 'things',
    AttributeDefinitions: [
      { AttributeName: 'box', AttributeType: 'S' },
      { AttributeName: 'n', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'box', KeyType: 'HASH' },
      { AttributeName: 'n', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  },
}

let stateDir: string
let dynamodb: Awaited<ReturnType<typeof createDynamoDb>>

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'appsync-dynamodb-'))
  const deployment = { ...deploymentOf([table]), stateDir }
  dynamodb = await createDynamoDb({ deployment, authorizer: allowAll, log: () => undefined })
})

afterAll(async () => {
  await dynamodb.close?.()
  await rm(stateDir, { recursive: true, force: true })
})

type Answer = { error: { message: string; type: string } | null; result: unknown }

async function run(step: { code: string } | { template: string }): Promise<Answer> {
  const service = serveCode({ unit: { source: 'TABLE', ...step } }, { dynamodb: dynamodb.caller })
  const { data, errors } = await ask(service, api, { query: '{ unit }', token: tokenOf('ann') })
  expect(errors).toEqual([])
  return JSON.parse(String(data?.['unit'])) as Answer
}

/** @param request e.g. `ddb.get({ key: { box: 'a', n: 1 } })` */
const code = (request: string) =>
  run({
    code: `import * as ddb from '@aws-appsync/utils/dynamodb'
    export const request = () => ${request}
    export const response = ({ error, result }) => ({ error, result })`,
  })

/** @param request a request document without its version */
const template = (request: object) =>
  run({ template: JSON.stringify({ version: '2018-05-29', ...request }) })

const keyOf = (n: number) => ({ box: { S: 'a' }, n: { N: n } })
const stored = async (n: number) =>
  (await code(`ddb.get({ key: { box: 'a', n: ${n} }, consistentRead: true })`)).result

const conditional = { type: 'DynamoDB:ConditionalCheckFailedException' }

beforeEach(async () => {
  for (const n of [1, 2, 3]) {
    const item = `{ word: 'w${n}', list: ['x'], place: { city: 'Bern', zip: 1 } }`
    await code(`ddb.put({ key: { box: 'a', n: ${n} }, item: ${item} })`)
  }
  await code(`ddb.remove({ key: { box: 'a', n: 4 } })`)
})

describe('helpers', () => {
  test('put and get give plain values', async () => {
    expect(await stored(1)).toEqual({
      box: 'a',
      n: 1,
      word: 'w1',
      list: ['x'],
      place: { city: 'Bern', zip: 1 },
    })
    expect(await stored(4)).toBeNull()
  })

  test('a projection gives the fields it names', async () => {
    const { result } = await code(`ddb.get({ key: { box: 'a', n: 1 }, projection: ['word', 'n'] })`)
    expect(result).toEqual({ word: 'w1', n: 1 })
  })

  test('a condition that fails changes nothing', async () => {
    const { error } = await code(
      `ddb.put({ key: { box: 'a', n: 1 }, item: {}, condition: { box: { attributeExists: false } } })`,
    )
    expect([error, await stored(1)]).toMatchObject([conditional, { word: 'w1' }])
  })

  test('operations change values in place', async () => {
    await code(`ddb.update({
      key: { box: 'a', n: 1 },
      condition: { word: { eq: 'w1' }, place: { attributeExists: true } },
      update: { word: 'new', count: ddb.operations.add(5), place: { city: 'Basel' } },
    })`)
    await code(`ddb.update({ key: { box: 'a', n: 1 }, update: {
      count: ddb.operations.increment(2),
      list: ddb.operations.append(['y']),
      word: ddb.operations.remove(),
    } })`)
    await code(`ddb.update({ key: { box: 'a', n: 1 }, update: {
      count: ddb.operations.decrement(),
      list: [ddb.operations.updateListItem('z', 0)],
    } })`)
    await code(`ddb.update({ key: { box: 'a', n: 1 }, update: {
      list: ddb.operations.prepend(['first']),
    } })`)
    expect(await stored(1)).toEqual({
      box: 'a',
      n: 1,
      // 5 + 2 - 1
      count: 6,
      list: ['first', 'z', 'y'],
      place: { city: 'Basel', zip: 1 },
    })
  })

  test('replace changes a whole map', async () => {
    await code(`ddb.update({ key: { box: 'a', n: 1 }, update: {
      place: ddb.operations.replace({ city: 'Chur' }),
    } })`)
    expect(await stored(1)).toMatchObject({ place: { city: 'Chur' } })
    expect((await stored(1)) as object).not.toHaveProperty('place.zip')
  })

  test('remove gives what was there, once', async () => {
    const remove = `ddb.remove({ key: { box: 'a', n: 1 }, condition: { word: { eq: 'w1' } } })`
    const [first, second] = [await code(remove), await code(remove)]
    expect(first.result).toMatchObject({ word: 'w1' })
    expect(second.error).toMatchObject(conditional)
  })

  test('a query reads pages by key, with a filter', async () => {
    const query = (more: string) =>
      code(`ddb.query({ query: { box: { eq: 'a' }, n: { ge: 1 } }, ${more} })`)
    const page = (await query(`limit: 2, scanIndexForward: false`)).result as {
      items: { n: number }[]
      nextToken: string
    }
    const rest = await query(`scanIndexForward: false, nextToken: '${page.nextToken}'`)
    const filtered = await query(`filter: { word: { contains: '2' } }`)
    expect(page.items.map(({ n }) => n)).toEqual([3, 2])
    expect(rest.result).toMatchObject({ items: [{ n: 1 }], nextToken: null })
    expect(filtered.result).toMatchObject({ items: [{ n: 2 }] })
  })

  test('a scan filters', async () => {
    const { result } = await code(
      `ddb.scan({ filter: { or: [{ word: { eq: 'w1' } }, { word: { beginsWith: 'w3' } }] } })`,
    )
    expect(result).toMatchObject({ items: [{ word: 'w1' }, { word: 'w3' }] })
  })
})

/** Each request by both ways; they must come to the same. */
const batches: [string, string, object, object][] = [
  [
    'batch get, in the order of the keys, null for what is not there',
    `ddb.batchGet({ tables: { things: { keys: [{ box: 'a', n: 3 }, { box: 'a', n: 4 }, { box: 'a', n: 1 }], projection: ['word'] } } })`,
    {
      operation: 'BatchGetItem',
      tables: {
        things: {
          keys: [keyOf(3), keyOf(4), keyOf(1)],
          projection: { expression: '#w', expressionNames: { '#w': 'word' } },
        },
      },
    },
    {
      error: null,
      result: { data: { things: [{ word: 'w3' }, null, { word: 'w1' }] }, unprocessedKeys: {} },
    },
  ],
  [
    'batch put',
    `ddb.batchPut({ tables: { things: [{ box: 'a', n: 4, word: 'four' }] } })`,
    { operation: 'BatchPutItem', tables: { things: [{ ...keyOf(4), word: { S: 'four' } }] } },
    { error: null, result: { data: { things: [{ box: 'a', n: 4, word: 'four' }] } } },
  ],
  [
    'batch delete',
    `ddb.batchDelete({ tables: { things: [{ box: 'a', n: 1 }] } })`,
    { operation: 'BatchDeleteItem', tables: { things: [keyOf(1)] } },
    { error: null, result: { data: { things: [{ box: 'a', n: 1 }] } } },
  ],
  [
    'transact get',
    `ddb.transactGet({ items: [{ table: 'things', key: { box: 'a', n: 2 } }, { table: 'things', key: { box: 'a', n: 4 } }] })`,
    {
      operation: 'TransactGetItems',
      transactItems: [
        { table: 'things', key: keyOf(2) },
        { table: 'things', key: keyOf(4) },
      ],
    },
    { error: null, result: { items: [{ word: 'w2' }, null], cancellationReasons: null } },
  ],
  [
    'transact write',
    `ddb.transactWrite({ items: [
      { putItem: { table: 'things', key: { box: 'a', n: 4 }, item: { word: 'four' } } },
      { updateItem: { table: 'things', key: { box: 'a', n: 2 }, update: { word: 'two' } } },
      { deleteItem: { table: 'things', key: { box: 'a', n: 3 } } },
      { conditionCheck: { table: 'things', key: { box: 'a', n: 1 }, condition: { word: { eq: 'w1' } } } },
    ] })`,
    {
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: 'things',
          operation: 'PutItem',
          key: keyOf(4),
          attributeValues: { word: { S: 'four' } },
        },
        {
          table: 'things',
          operation: 'UpdateItem',
          key: keyOf(2),
          update: { expression: 'SET word = :w', expressionValues: { ':w': { S: 'two' } } },
        },
        { table: 'things', operation: 'DeleteItem', key: keyOf(3) },
        {
          table: 'things',
          operation: 'ConditionCheck',
          key: keyOf(1),
          condition: { expression: 'word = :w', expressionValues: { ':w': { S: 'w1' } } },
        },
      ],
    },
    { error: null, result: { keys: [{ n: 4 }, { n: 2 }, { n: 3 }, { n: 1 }] } },
  ],
  [
    'a transaction that is cancelled, with its reasons',
    `ddb.transactWrite({ items: [
      { putItem: { table: 'things', key: { box: 'a', n: 4 }, item: {} } },
      { deleteItem: { table: 'things', key: { box: 'a', n: 1 }, condition: { word: { eq: 'other' } } } },
    ] })`,
    {
      operation: 'TransactWriteItems',
      transactItems: [
        { table: 'things', operation: 'PutItem', key: keyOf(4), attributeValues: {} },
        {
          table: 'things',
          operation: 'DeleteItem',
          key: keyOf(1),
          condition: { expression: 'word = :w', expressionValues: { ':w': { S: 'other' } } },
        },
      ],
    },
    {
      error: { type: 'DynamoDB:TransactionCanceledException' },
      result: {
        keys: null,
        cancellationReasons: [
          { type: 'None' },
          { type: 'ConditionalCheckFailed', item: { word: 'w1' } },
        ],
      },
    },
  ],
]

describe('operations on several items', () => {
  test.each(batches)('%s: JavaScript', async (_, request, _document, expected) => {
    expect(await code(request)).toMatchObject(expected)
  })

  test.each(batches)('%s: template', async (_, _request, document, expected) => {
    expect(await template(document)).toMatchObject(expected)
  })

  test('a transaction does all of its items or none', async () => {
    const [, written] = batches.find(([name]) => name === 'transact write') ?? []
    const [, cancelled] = batches.find(([name]) => name.includes('cancelled')) ?? []
    await code(String(cancelled))
    expect(await stored(4)).toBeNull()
    await code(String(written))
    expect([await stored(4), await stored(2), await stored(3)]).toMatchObject([
      { word: 'four' },
      { word: 'two' },
      null,
    ])
  })
})
