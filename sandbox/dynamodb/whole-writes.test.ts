import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { create, type Store } from 'dynalite/db/index.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEngine } from './engine.ts'
import { noteWrites } from './whole-writes.ts'

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'whole-writes-'))
})
afterEach(() => rm(path, { recursive: true, force: true }))

/** A database that counts its writes, and fails those that it is told to fail. */
function openStore(): { store: Store; batches: () => number; fail: (isFailing: boolean) => void } {
  const store = create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  const { db } = store
  let [count, failing] = [0, false]
  const batch: typeof db.batch = (changes) => {
    count += 1
    return failing ? Promise.reject(new Error('disk full')) : db.batch(changes)
  }
  const counting = { ...store, db: Object.create(db, { batch: { value: batch } }) as typeof db }
  return { store: counting, batches: () => count, fail: (isFailing) => void (failing = isFailing) }
}

/** Puts a note of an owner: first into the index, then itself, as dynalite does. */
async function put({ store }: { store: Store }, owner: string): Promise<void> {
  const [index, items] = [store.getIndexDb('Global', 'Note', 'byOwner'), store.getItemDb('Note')]
  await promisify(index.put.bind(index))(`${owner}/1`, { id: 1, owner })
  await promisify(items.put.bind(items))('1', { id: 1, owner })
}

async function keysIn(store: Store): Promise<string[]> {
  const keys: string[] = []
  for await (const key of (store.db as unknown as { keys(): AsyncIterable<string> }).keys()) {
    keys.push(key)
  }
  return keys
}

it('an item and its index go to the disk in one step, or not at all', async () => {
  const { store, batches, fail } = openStore()
  await put(noteWrites(store, 'item'), 'ada')
  expect(batches()).toBe(1)
  fail(true)
  await expect(put(noteWrites(store, 'item'), 'bob')).rejects.toThrow('disk full')
  await store.lifecycleManager.gracefulClose()
  const reopened = create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  expect(await keysIn(reopened)).toEqual(['index-global~Note~byOwner~ada/1', 'item-Note~1'])
  await reopened.lifecycleManager.gracefulClose()
})

it('writes that belong together wait for the last of them', async () => {
  const { store, batches } = openStore()
  const noted = noteWrites(store, 'commit')
  await put(noted, 'ada')
  await put(noted, 'bob')
  expect(batches()).toBe(0)
  await noted.commit()
  expect(batches()).toBe(1)
  await store.lifecycleManager.gracefulClose()
})

it('of writes of which one is refused none is done', async () => {
  const engine = openEngine({ path, region: 'eu-west-1', accountId: '000000000000' })
  await engine.run('CreateTable', {
    TableName: 'Note',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  })
  const read = () =>
    engine.run('GetItem', { TableName: 'Note', Key: { id: { S: '1' } }, ConsistentRead: true })
  await expect.poll(async () => (await read()).status, { timeout: 10_000 }).toBe(200)
  const answer = await engine.runTogether([
    { operation: 'PutItem', input: { TableName: 'Note', Item: { id: { S: '1' } } } },
    { operation: 'PutItem', input: { TableName: 'Note', Item: { id: { N: '2' } } } },
  ])
  expect([answer.status, (await read()).body]).toEqual([400, {}])
  await engine.close()
})
