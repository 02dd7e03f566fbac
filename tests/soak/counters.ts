import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Clients } from './clients.ts'
import { attempt, type Load, Violation } from './load.ts'

/** DynamoDB: a counter counts each acknowledged addition, and each other at most once. */
export function createCounterLoad({ once, patient, pictures: TableName }: Clients): Load {
  const Key = { id: { S: 'soak counter' } }
  let [least, unknown, acknowledged] = [0, 0, 0]
  const add = new UpdateItemCommand({
    TableName,
    Key,
    UpdateExpression: 'ADD #v :one',
    ExpressionAttributeNames: { '#v': 'value' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
  })
  return {
    name: 'DynamoDB counter',
    lanes: 2,
    get acknowledged() {
      return acknowledged
    },
    async step() {
      const outcome = await attempt(() => once.dynamodb.send(add))
      if (outcome === 'done') {
        least += 1
        acknowledged += 1
      } else {
        unknown += 1
      }
    },
    async check() {
      const read = new GetItemCommand({ TableName, Key, ConsistentRead: true })
      const { Item } = await patient.dynamodb.send(read)
      const value = Number(Item?.['value']?.N ?? 0)
      if (value < least || value > least + unknown) {
        throw new Violation(`it is ${value}, not ${least} to ${least + unknown}`)
      }
      ;[least, unknown] = [value, 0]
    },
  }
}
