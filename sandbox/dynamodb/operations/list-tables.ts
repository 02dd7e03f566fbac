import * as z from 'zod'
import { failure } from '../answers.ts'
import type { Operation } from '../operation.ts'

const maxTables = 100
const inputSchema = z.object({
  ExclusiveStartTableName: z.string().default(''),
  Limit: z.number().int().min(1).max(maxTables).default(maxTables),
})

export const listTables: Operation = {
  name: 'ListTables',
  needs: () => [{ action: 'dynamodb:ListTables', table: undefined }],
  run({ tables }, input) {
    const parsed = inputSchema.safeParse(input)
    if (!parsed.success) {
      return Promise.resolve(failure('ValidationException', 'Limit must be from 1 to 100.'))
    }
    const { ExclusiveStartTableName: start, Limit: limit } = parsed.data
    const rest = [...tables.keys()].sort().filter((name) => name > start)
    const names = rest.slice(0, limit)
    const last = names.at(-1)
    return Promise.resolve({
      status: 200,
      body: {
        TableNames: names,
        ...(rest.length > names.length && { LastEvaluatedTableName: last }),
      },
    })
  },
}
