import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { usageIdOf } from '#domain/usage/usage.ts'
import { aResource, type OnGateway, startOnGateway } from '../../sandbox/s3/on-gateway.fixture.ts'
import { ada, aGeneration, bob, noon, uuid } from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { createUsageLedger } from './usage.ts'

const table = (name: string) =>
  aResource({
    type: 'AWS::DynamoDB::Table',
    physicalId: name,
    properties: {
      TableName: name,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  })

/** Each test has a table of its own, and each run of the law another one. */
const names = Array.from({ length: 40 }, (_, index) => `Usage${index}`)
let sandbox: OnGateway
let client: DynamoDBClient

beforeAll(async () => {
  sandbox = await startOnGateway(names.map(table))
  client = new DynamoDBClient(sandbox.tools)
})
afterAll(async () => {
  client.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

function open() {
  const name = names.pop() ?? ''
  const ledger = createUsageLedger(name, { now: () => noon, models: catalogue }, client)
  const rows = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name }))
    const counted = Items.filter(({ id }) => !id?.S?.startsWith('job#'))
    return Object.fromEntries(
      counted.map(({ id, images, costMicros }) => [
        id?.S,
        [Number(images?.N), Number(costMicros?.N)],
      ]),
    )
  }
  const remove = (id: string) =>
    client.send(new DeleteItemCommand({ TableName: name, Key: { id: { S: id } } }))
  return { ledger, rows, remove }
}

/** Two images of Titan hold 20,000 micro-dollars, at the dearest size. */
const job = (n: number, more: object = {}) => aGeneration({ id: uuid(n), count: 2, ...more })

/** A job of which so many images came, at 8,000 micro-dollars each. */
const ended = (generation: Generation, came: number): Generation => ({
  ...generation,
  costMicros: came * 8_000,
  outputs: Array.from({ length: came }, (_, index) => ({ index, status: 'SUCCEEDED' })),
})

const fourRows = (owner: typeof ada, own: number[], all: number[]) => ({
  [usageIdOf(owner, '2026-11-21')]: own,
  [usageIdOf(owner, '2026-11')]: own,
  'deployment#2026-11-21': all,
  'deployment#2026-11': all,
})

test('a job counts once in all four rows, however often it is reserved, and at once', async () => {
  const { ledger, rows } = open()
  await Promise.all([1, 2, 3].map(() => ledger.reserveOnce(job(1), limitsOf())))
  expect(await rows()).toEqual(fourRows(ada, [2, 20_000], [2, 20_000]))
})

test('what a job did not use comes back once, and its id is used from then on', async () => {
  const { ledger, rows } = open()
  await ledger.reserveOnce(job(1), limitsOf())
  await Promise.all([1, 2].map(() => ledger.settle(ended(job(1), 1))))
  expect(await ledger.reserveOnce(job(1), limitsOf())).toEqual({ kind: 'USED' })
  await ledger.settle(ended(job(1), 0))
  expect(await rows()).toEqual(fourRows(ada, [1, 8_000], [1, 8_000]))
})

test.each([
  ['images that cost nothing count as images', 'SUCCEEDED', 1],
  ['images of a job that was given up count for nothing', 'CANCELLED', 0],
] as const)('%s', async (_, status, images) => {
  const { ledger, rows } = open()
  await ledger.reserveOnce(job(1), limitsOf())
  await ledger.settle({ ...ended(job(1), 1), status, costMicros: 0 })
  expect(await rows()).toEqual(fourRows(ada, [images, 0], [images, 0]))
})

test.each(['OWNER_DAY', 'OWNER_MONTH', 'DEPLOYMENT_DAY', 'DEPLOYMENT_MONTH'] as const)(
  'past %s a job is refused by name and counts nowhere',
  async (kind) => {
    const { ledger, rows } = open()
    const limits = limitsOf({ [kind]: { images: 3, costMicros: 1_000_000 } })
    await ledger.reserveOnce(job(1), limits)
    expect(await ledger.reserveOnce(job(2), limits)).toEqual({ kind: 'REFUSED', limit: kind })
    expect(await rows()).toEqual(fourRows(ada, [2, 20_000], [2, 20_000]))
  },
)

test('money is limited as images are', async () => {
  const { ledger } = open()
  const limits = limitsOf({ OWNER_DAY: { images: 100, costMicros: 39_999 } })
  expect(await ledger.reserveOnce(job(1), limits)).toEqual({ kind: 'RESERVED' })
  const refused = { kind: 'REFUSED', limit: 'OWNER_DAY' }
  expect(await ledger.reserveOnce(job(2), limits)).toEqual(refused)
})

test('a job that is larger than a limit is refused when nothing is used yet', async () => {
  const { ledger, rows } = open()
  const limits = limitsOf({ OWNER_MONTH: { images: 1, costMicros: 1_000_000 } })
  const refused = { kind: 'REFUSED', limit: 'OWNER_MONTH' }
  expect(await ledger.reserveOnce(job(1), limits)).toEqual(refused)
  expect(await rows()).toEqual({})
})

test('what everybody may use is limited over all people', async () => {
  const { ledger } = open()
  const limits = limitsOf({ DEPLOYMENT_DAY: { images: 3, costMicros: 1_000_000 } })
  await ledger.reserveOnce(job(1), limits)
  const refused = { kind: 'REFUSED', limit: 'DEPLOYMENT_DAY' }
  expect(await ledger.reserveOnce(job(2, { owner: bob }), limits)).toEqual(refused)
})

test('a job that changes its model holds what that one costs, or stays as it was', async () => {
  const { ledger, rows } = open()
  await ledger.reserveOnce(job(1), limitsOf())
  const dearer = job(1, { quality: 'PREMIUM' })
  const tight = limitsOf({ OWNER_DAY: { images: 100, costMicros: 20_000 } })
  const refused = { kind: 'REFUSED', limit: 'OWNER_DAY' }
  expect(await ledger.reserveAnew(dearer, tight)).toEqual(refused)
  expect(await rows()).toEqual(fourRows(ada, [2, 20_000], [2, 20_000]))
  expect(await ledger.reserveAnew(dearer, limitsOf())).toEqual({ kind: 'RESERVED' })
  expect(await rows()).toEqual(fourRows(ada, [2, 24_000], [2, 24_000]))
  await ledger.reserveAnew(job(1), tight)
  expect(await rows()).toEqual(fourRows(ada, [2, 20_000], [2, 20_000]))
  await ledger.settle(ended(job(1), 0))
  expect(await rows()).toEqual(fourRows(ada, [0, 0], [0, 0]))
})

test('a job that ends after its owner’s rows were removed makes none anew', async () => {
  const { ledger, rows, remove } = open()
  await ledger.reserveOnce(job(1, { owner: bob }), limitsOf())
  const own = Object.keys(fourRows(bob, [], [])).filter((id) => id.startsWith(bob))
  for (const id of own) await remove(id)
  await ledger.settle(ended(job(1, { owner: bob }), 1))
  expect(await rows()).toEqual({
    'deployment#2026-11-21': [1, 8_000],
    'deployment#2026-11': [1, 8_000],
  })
})

test('an id that a removed job had holds nothing for the next one, and is settled by none', async () => {
  const { ledger, rows } = open()
  const first = job(1, { requestId: 'first' })
  const second = job(1, { requestId: 'second' })
  await ledger.reserveOnce(first, limitsOf())
  expect(await ledger.isUsed(first.id)).toBe(true)
  expect(await ledger.reserveOnce(second, limitsOf())).toEqual({ kind: 'USED' })
  expect([await ledger.holds(first), await ledger.holds(second)]).toEqual([true, false])
  await ledger.settle(ended(second, 0))
  await ledger.settleWhole(second)
  expect(await ledger.holds(first)).toBe(true)
  await ledger.settleWhole(first)
  await ledger.settle(ended(first, 0))
  expect(await rows()).toEqual(fourRows(ada, [2, 20_000], [2, 20_000]))
})

test('a mark that was written before requests were noted is still its job’s own', async () => {
  const { ledger } = open()
  await ledger.reserveOnce(job(1), limitsOf())
  expect(await ledger.holds(job(1, { requestId: 'later' }))).toBe(true)
  const elsewhen = job(1, { createdAt: new Date(noon + 1).toISOString() })
  expect(await ledger.holds(elsewhen)).toBe(false)
})

test('any order of reserving, changing and settling leaves what was charged', async () => {
  const step = fc.record({
    of: fc.integer({ min: 1, max: 3 }),
    act: fc.constantFrom('reserve', 'anew', 'settle'),
    came: fc.integer({ min: 0, max: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const { ledger, rows } = open()
      const charged = new Map<number, number>()
      const reserved = new Set<number>()
      for (const { of, act, came } of steps) {
        if (act === 'settle') {
          await ledger.settle(ended(job(of), came))
          if (reserved.has(of) && !charged.has(of)) charged.set(of, came)
        } else if (act === 'reserve') {
          await ledger.reserveOnce(job(of), limitsOf())
          reserved.add(of)
        } else await ledger.reserveAnew(job(of, { quality: 'PREMIUM' }), limitsOf())
      }
      for (const of of reserved) {
        await ledger.settle(ended(job(of), 1))
        if (!charged.has(of)) charged.set(of, 1)
      }
      const images = [...charged.values()].reduce((sum, came) => sum + came, 0)
      const sum = [images, images * 8_000]
      expect(await rows()).toEqual(reserved.size === 0 ? {} : fourRows(ada, sum, sum))
    }),
    { numRuns: 15 },
  )
})
