import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Clients } from './clients.ts'
import { checkIndexes } from './indexes.ts'
import { createRegister, type Load, type Register } from './load.ts'
import { makeRow, type Row, readRows, rowPrefix } from './rows.ts'

const keysPerLane = 4

/** DynamoDB: puts, updates and deletes; the indexes must say what the items say. */
export function createItemLoad(clients: Clients): Load {
  const { once, pictures: TableName } = clients
  const registers = new Map<string, Register<string | undefined>>()
  let acknowledged = 0

  const remove = (id: string) =>
    once.dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }))
  const put = (Item: Row) => once.dynamodb.send(new PutItemCommand({ TableName, Item }))
  const update = (id: string, { value = { N: '0' }, owner = { S: '' } }: Row) =>
    once.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { id: { S: id } },
        UpdateExpression: 'SET #v = :v, #o = :o, createdAt = if_not_exists(createdAt, :o)',
        ExpressionAttributeNames: { '#v': 'value', '#o': 'owner' },
        ExpressionAttributeValues: { ':v': value, ':o': owner },
      }),
    )

  return {
    name: 'DynamoDB items',
    lanes: 3,
    get acknowledged() {
      return acknowledged
    },
    async step(random, lane) {
      const id = `${rowPrefix}item ${lane} ${Math.floor(random() * keysPerLane)}`
      const register = registers.get(id) ?? createRegister<string | undefined>(id, undefined)
      registers.set(id, register)
      const row = makeRow(id, random)
      const kind = random()
      const isDone =
        kind < 0.2
          ? await register.write(undefined, () => remove(id))
          : await register.write(row.value.N, () => (kind < 0.5 ? update(id, row) : put(row)))
      if (isDone) acknowledged += 1
    },
    async check() {
      const rows = await readRows(clients, rowPrefix)
      for (const [id, register] of registers) register.settle(rows.get(id)?.['value']?.N)
      await checkIndexes(clients, rows.values())
    },
  }
}
