import { randomUUID } from 'node:crypto'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Clients } from './clients.ts'
import { attempt, type Load, Violation } from './load.ts'
import { makeRow, readRows, removeRows, rowPrefix } from './rows.ts'

const prefix = `${rowPrefix}race `
const writers = ['ada', 'bob', 'cleo']

/** DynamoDB: of those who put an item that must not be there yet, one wins and stays. */
export function createRaceLoad(clients: Clients): Load {
  const { once, pictures: TableName } = clients
  /** Whose each item may be; nobody's while nobody was told of another's. */
  const races = new Map<string, readonly (string | undefined)[]>()
  let acknowledged = 0
  return {
    name: 'DynamoDB races',
    lanes: 1,
    get acknowledged() {
      return acknowledged
    },
    async step(random) {
      const id = `${prefix}${randomUUID()}`
      races.set(id, [undefined, ...writers])
      const outcomes = await Promise.all(
        writers.map((writer) => {
          const put = new PutItemCommand({
            TableName,
            Item: { ...makeRow(id, random), title: { S: writer } },
            ConditionExpression: 'attribute_not_exists(id)',
          })
          return attempt(() => once.dynamodb.send(put), ['ConditionalCheckFailedException'])
        }),
      )
      const winners = writers.filter((_, index) => outcomes[index] === 'done')
      if (winners.length > 1) throw new Violation(`${winners.join(' and ')} put ${id} first`)
      acknowledged += winners.length
      if (winners.length === 1) races.set(id, winners)
      // Who was refused was refused because of an item that is there.
      else if (outcomes.includes('refused')) races.set(id, writers)
    },
    async check() {
      const rows = await readRows(clients, prefix)
      for (const [id, possible] of races) {
        const winner = rows.get(id)?.['title']?.S
        if (!possible.includes(winner)) {
          throw new Violation(`${id} is of ${winner ?? 'nobody'}, not of ${possible.join(' or ')}`)
        }
      }
      await removeRows(clients, [...rows.keys()])
      races.clear()
    },
  }
}
