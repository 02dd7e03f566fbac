import { randomUUID } from 'node:crypto'
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import type { Clients } from './clients.ts'
import { attempt, type Load, Violation } from './load.ts'
import { makeRow, readRows, removeRows, rowPrefix } from './rows.ts'

const prefix = `${rowPrefix}whole `
const itemsEach = 3

/** DynamoDB: a transaction puts all its items, or none. */
export function createTransactionLoad(clients: Clients): Load {
  const { once, pictures: TableName } = clients
  const transactions = new Map<string, 'whole' | 'whole or void'>()
  let acknowledged = 0
  const idsOf = (name: string) =>
    Array.from({ length: itemsEach }, (_, index) => `${name} ${index}`)
  return {
    name: 'DynamoDB transactions',
    lanes: 1,
    get acknowledged() {
      return acknowledged
    },
    async step(random) {
      const name = `${prefix}${randomUUID()}`
      transactions.set(name, 'whole or void')
      const TransactItems = idsOf(name).map((id) => ({
        Put: { TableName, Item: makeRow(id, random) },
      }))
      const write = new TransactWriteItemsCommand({ TransactItems })
      if ((await attempt(() => once.dynamodb.send(write))) !== 'done') return
      transactions.set(name, 'whole')
      acknowledged += 1
    },
    async check() {
      const rows = await readRows(clients, prefix)
      for (const [name, expected] of transactions) {
        const there = idsOf(name).filter((id) => rows.has(id)).length
        const isFine = there === itemsEach || (there === 0 && expected !== 'whole')
        if (!isFine) throw new Violation(`${name} has ${there} of ${itemsEach}, not ${expected}`)
      }
      await removeRows(clients, [...rows.keys()])
      transactions.clear()
    },
  }
}
