import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { generationIdSchema, type UserId, userIdSchema } from '#domain/ids.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { parseGenerationRequest } from '#domain/operation/request.ts'
import { leftIdOf, periodsAt, personIdOf } from '#domain/usage/person.ts'
import { usageIdOf } from '#domain/usage/usage.ts'
import { aResource, type OnGateway, startOnGateway } from '../../sandbox/s3/on-gateway.fixture.ts'
import { titan, uuid } from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { acceptGeneration } from '../jobs/accept-generation.ts'
import { cancelGeneration } from '../jobs/cancel-generation.ts'
import { deleteAccount } from '../jobs/delete-account.ts'
import { removeGenerations } from '../jobs/remove-generations.ts'
import { runGeneration } from '../jobs/run-generation.ts'
import { sweep } from '../jobs/sweep.ts'
import { createLeavers } from './leavers.ts'
import { createPeople } from './people.ts'
import { createUsageLedger } from './usage.ts'

/** The jobs themselves, on the ledger that is deployed, in whatever order a person likes. */

const runs = 40
const names = Array.from({ length: runs + 3 }, (_, index) => `Usage${index}`)
const maxImages = 6
const limits = limitsOf({ OWNER_DAY: { images: maxImages, costMicros: 10_000_000 } })
const access = {
  modelRegions: ['us-east-1', 'us-west-2'],
  preferredModels: [titan],
  allowedRetiredModels: [titan],
}
const accepting = { access, limits, lifetimeSeconds: 3_600, storedBytes: 1e9 }
const running = {
  ...accepting,
  leaseSeconds: 60,
  modelSeconds: 10,
  runSeconds: 40,
  backoffSeconds: 10,
  backoffCapSeconds: 40,
}

let sandbox: OnGateway
let client: DynamoDBClient
let picture: string

beforeAll(async () => {
  sandbox = await startOnGateway(
    names.map((name) =>
      aResource({
        type: 'AWS::DynamoDB::Table',
        physicalId: name,
        properties: {
          TableName: name,
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      }),
    ),
  )
  client = new DynamoDBClient(sandbox.tools)
  const plain = { width: 512, height: 512, channels: 3 as const, background: '#336699' }
  picture = (await sharp({ create: plain }).png().toBuffer()).toString('base64')
})
afterAll(async () => {
  client.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

/** One mailbox, whose owner signs up, leaves and signs up again; `paid` is what models were paid. */
function openWorld() {
  const TableName = names.pop() ?? ''
  const edges = fakeEdges()
  let people = 1
  const sub = (n: number) => userIdSchema.parse(uuid(900 + n))
  const now = () => edges.clock.now
  const ledger = createUsageLedger(TableName, { now, models: catalogue }, client)
  const read = async (id: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item
  const emails = new Map<string, string>([[sub(1), 'Ada@Example.com ']])
  const accounts = {
    emailOf: (owner: string) => Promise.resolve(emails.get(owner)),
    remove: (owner: string) => Promise.resolve(void emails.delete(owner)),
  }
  const world = {
    paid: 0,
    isFailing: false,
    owner: () => sub(people),
    edges: {
      ...edges,
      accounts,
      usage: ledger,
      leavers: createLeavers(TableName, client),
      people: createPeople(
        { tableName: TableName, emailOf: accounts.emailOf, salt: 'pool', now },
        client,
      ),
      usageRows: {
        heldBefore: async () => [],
        byOwner: async (owner: UserId) => {
          const ids = periodsAt(now()).map((period) => usageIdOf(owner, period))
          const found = await Promise.all(ids.map(read))
          const items = ids.filter((_, index) => found[index])
          return { items: items.map((id) => ({ id })) as never, cursor: undefined }
        },
        remove: async (id: string) => {
          await client.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }))
          return true
        },
      },
      models: {
        invoke: (_model: unknown, body: unknown) => {
          if (world.isFailing) return Promise.resolve(refusal)
          const asked = body as { imageGenerationConfig?: { numberOfImages?: number } }
          const count = asked.imageGenerationConfig?.numberOfImages ?? 1
          world.paid += count
          const images = Array.from({ length: count }, () => picture)
          return Promise.resolve({ kind: 'ANSWERED' as const, body: { images, error: null } })
        },
      },
    },
    /** Signs up anew with the same address, however it is spelt. */
    signUp() {
      people += 1
      emails.set(sub(people), 'ada@example.com')
    },
    /** Images of the day that the rows say: of all, and of the one mailbox. */
    async counted() {
      const [day] = periodsAt(now())
      const { Items = [] } = await client.send(new ScanCommand({ TableName }))
      const imagesOf = (id: string | undefined) =>
        Number(Items.find((row) => row['id']?.S === id)?.['images']?.N ?? 0)
      const left = Items.find(({ id }) => id?.S?.startsWith('left#') && id.S.endsWith(day))
      return {
        all: imagesOf(usageIdOf('deployment', day)),
        mailbox: Math.max(imagesOf(usageIdOf(sub(people), day)), imagesOf(left?.['id']?.S)),
      }
    },
    read,
  }
  return world
}

const refusal = {
  kind: 'FAILED',
  failure: { code: 'BLOCKED_PROMPT', reason: { key: 'wordsRefused' }, isRetired: false },
  log: 'no',
} as never

type World = ReturnType<typeof openWorld>

const id = (n: number) => generationIdSchema.parse(uuid(n))

const words = { operation: 'TEXT_TO_IMAGE', prompt: 'sea', widthPx: 512, heightPx: 512 }

let requests = 0
function generate(world: World, n: number, count = 2) {
  requests += 1
  return acceptGeneration(world.edges, accepting, {
    owner: world.owner(),
    id: id(n),
    request: parseGenerationRequest({ ...words, count }),
    requestId: `request-${requests}`,
  })
}

const run = (world: World, n: number) =>
  runGeneration(world.edges, running, { id: id(n), tries: 0, turns: 0 })

test('an id whose job was removed is refused, whatever became of the job', async () => {
  const world = openWorld()
  await generate(world, 1)
  await run(world, 1)
  await removeGenerations(world.edges, world.owner(), [id(1)])
  await expect(generate(world, 1)).rejects.toMatchObject({ code: 'CONFLICT', field: 'id' })
  await run(world, 1)
  expect([world.paid, world.edges.generations.rows.size]).toEqual([2, 0])
  await generate(world, 2)
  await cancelGeneration(world.edges, world.owner(), id(2))
  await removeGenerations(world.edges, world.owner(), [id(2)])
  await expect(generate(world, 2)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a day that was used up stays so for the same address after its account was deleted', async () => {
  const world = openWorld()
  for (const n of [1, 2, 3]) {
    await generate(world, n)
    await run(world, n)
  }
  const first = world.owner()
  expect(await deleteAccount(world.edges, first)).toBe(true)
  await expect(generate(world, 4)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  world.signUp()
  await expect(generate(world, 5, 1)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' })
  expect(world.paid).toBe(maxImages)
})

test('what is kept of a person who left names neither address nor account together', async () => {
  const world = openWorld()
  await generate(world, 1)
  const owner = world.owner()
  await deleteAccount(world.edges, owner)
  const person = await world.read(personIdOf(owner))
  expect(Object.keys(person ?? {}).toSorted()).toEqual(
    ['__typename', 'createdAt', 'expiresAt', 'id', 'leftAt', 'owner', 'updatedAt'].toSorted(),
  )
  expect(leftIdOf('d', '2026-11')).not.toContain('@')
})

const step = fc.record({
  act: fc.constantFrom(
    'generate',
    'generate',
    'run',
    'run',
    'fail',
    'cancel',
    'remove',
    'sweep',
    'leave',
  ),
  n: fc.integer({ min: 1, max: 3 }),
  count: fc.integer({ min: 1, max: 3 }),
  /** Whether the next step begins before this one is done. */
  isHasty: fc.boolean(),
})

async function take(world: World, { act, n, count }: { act: string; n: number; count: number }) {
  const { edges } = world
  try {
    if (act === 'generate') await generate(world, n, count)
    if (act === 'run' || act === 'fail') {
      world.isFailing = act === 'fail'
      await run(world, n)
    }
    if (act === 'cancel') await cancelGeneration(edges, world.owner(), id(n))
    if (act === 'remove') await removeGenerations(edges, world.owner(), [id(n)])
    if (act === 'sweep') {
      edges.clock.now += 61_000
      await sweep(edges, { leaseSeconds: 60, limits })
    }
    if (act === 'leave') {
      const owner = world.owner()
      world.signUp()
      await deleteAccount(edges, owner)
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error
  }
}

/** What was paid beyond what the rows say, and beyond the cap. */
async function excessOf(world: World, isPlain: boolean): Promise<unknown[]> {
  const { all, mailbox } = await world.counted()
  const bounds = isPlain ? { all, mailbox, maxImages } : { all }
  return Object.entries(bounds).filter(([, bound]) => world.paid > bound)
}

test('in any order, hasty or not, models were paid no more than the rows say, nor than the cap', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const world = openWorld()
      let pending: Promise<void>[] = []
      // While an account is deleted in haste, which one is the mailbox's is not to be said.
      const isPlain = !steps.some(({ act, isHasty }) => act === 'leave' && isHasty)
      const excesses: unknown[] = []
      for (const each of steps) {
        pending.push(take(world, each))
        if (each.isHasty) continue
        await Promise.all(pending)
        pending = []
        excesses.push(...(await excessOf(world, isPlain)))
      }
      await Promise.all(pending)
      expect([...excesses, ...(await excessOf(world, false))]).toEqual([])
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 240_000)
