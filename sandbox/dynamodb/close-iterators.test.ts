import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import dynaliteDb from 'dynalite/db/index.js'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openEngine } from './engine.ts'

const table = { TableName: 'Note' }

it('a query that stops at its limit, or at the end, keeps no iterator open', async () => {
  const path = await mkdtemp(join(tmpdir(), 'iterators-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  const create = vi.spyOn(dynaliteDb, 'create')
  const engine = openEngine({ path, region: 'us-east-1', accountId: '000000000000' })
  const { db } = create.mock.results[0]!.value as ReturnType<typeof dynaliteDb.create>
  const closed: Promise<void>[] = []
  let opened = 0
  const values = db.values.bind(db)
  db.values = (options) => {
    const iterator = values(options)
    const close = iterator.close.bind(iterator)
    iterator.close = () => {
      const closing = close()
      closed.push(closing)
      return closing
    }
    opened += 1
    return iterator
  }
  await engine.run('CreateTable', {
    ...table,
    AttributeDefinitions: [
      { AttributeName: 'owner', AttributeType: 'S' },
      { AttributeName: 'id', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'owner', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  })
  await vi.waitFor(async () => {
    const { body } = await engine.run('DescribeTable', table)
    expect(body).toMatchObject({ Table: { TableStatus: 'ACTIVE' } })
  })
  for (const id of ['1', '2', '3']) {
    await engine.run('PutItem', { ...table, Item: { owner: { S: 'ada' }, id: { S: id } } })
  }
  const query = {
    ...table,
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': { S: 'ada' } },
  }
  expect((await engine.run('Query', { ...query, Limit: 1 })).body).toMatchObject({ Count: 1 })
  expect((await engine.run('Query', query)).body).toMatchObject({ Count: 3 })
  await vi.waitFor(() => expect([opened, closed.length]).toEqual([2, 2]))
  await Promise.all(closed)
  await engine.close()
})
