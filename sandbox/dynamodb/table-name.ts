import * as z from 'zod'
import type { Input } from './engine.ts'

/** DynamoDB takes a table's ARN wherever it takes its name. */
export function tableNameOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  return text.startsWith('arn:') ? text.split(':table/')[1]?.split('/')[0] : text
}

const requestItemsSchema = z.record(z.string(), z.unknown())

/** @returns the input with names in place of ARNs */
export function withTableNames(input: Input): Input {
  const name = tableNameOf(input['TableName'])
  const requests = requestItemsSchema.safeParse(input['RequestItems']).data
  return {
    ...input,
    ...(name !== undefined && { TableName: name }),
    ...(requests && {
      RequestItems: Object.fromEntries(
        Object.entries(requests).map(([table, value]) => [tableNameOf(table) ?? table, value]),
      ),
    }),
  }
}

/** @returns the tables of a batch */
export function batchTables(input: Input): readonly string[] {
  return Object.keys(requestItemsSchema.safeParse(input['RequestItems']).data ?? {})
}
