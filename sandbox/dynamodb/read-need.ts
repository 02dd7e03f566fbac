import type { Input } from './engine.ts'
import type { Need } from './operation.ts'
import { tableNameOf } from './table-name.ts'

/** @returns the permission for a Query or Scan: on the index that it names, else on the table */
export function readNeed(action: string, input: Input): Need {
  const index = input['IndexName']
  return {
    action,
    table: tableNameOf(input['TableName']),
    ...(typeof index === 'string' && { index }),
  }
}
