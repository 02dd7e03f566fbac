import * as z from 'zod'
import { failure } from '../answers.ts'
import type { Input } from '../engine.ts'
import type { Operation } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'

const maxItems = 100
const inputSchema = z.object({
  TransactItems: z
    .array(z.strictObject({ Get: z.looseObject({ TableName: z.string() }) }))
    .min(1)
    .max(maxItems),
})

export const transactGetItems: Operation = {
  name: 'TransactGetItems',
  needs: (input) =>
    readGets(input).map(({ TableName }) => ({ action: 'dynamodb:GetItem', table: TableName })),
  async run({ engine, gate }, input) {
    const gets = readGets(input)
    if (gets.length === 0) {
      return failure('ValidationException', `TransactItems must be 1 to ${maxItems} valid items.`)
    }
    return await gate.alone(async () => {
      const responses: Record<string, unknown>[] = []
      for (const get of gets) {
        const answer = await engine.run('GetItem', { ...get, ConsistentRead: true })
        if (answer.status !== 200) return answer
        const item = answer.body['Item']
        responses.push(item ? { Item: item } : {})
      }
      return { status: 200, body: { Responses: responses } }
    })
  },
}

function readGets(input: Input): readonly (Input & { TableName: string })[] {
  const items = inputSchema.safeParse(input).data?.TransactItems ?? []
  return items.map(({ Get }) => ({ ...Get, TableName: tableNameOf(Get.TableName) ?? '' }))
}
