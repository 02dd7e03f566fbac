import { type AttributeValue, BatchWriteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb'
import type { Random } from '../../sandbox/random.ts'
import type { Clients } from './clients.ts'
import { pick } from './load.ts'

export type Row = Record<string, AttributeValue>

/** Of the ids of all rows that the loads write themselves. */
export const rowPrefix = 'soak '
/** Owners among whom rows change, so that each write moves an index entry. */
export const owners = ['soak ada', 'soak bob', 'soak cleo']
const maxPadding = 2_000
const rowsPerBatch = 25

let last = 0

/** A row with a value that no other has. */
export function makeRow(id: string, random: Random): Row & { value: { N: string } } {
  last += 1
  return {
    id: { S: id },
    value: { N: String(last) },
    owner: { S: pick(random, owners) },
    createdAt: { S: new Date(last).toISOString() },
    padding: { S: 'x'.repeat(Math.floor(random() * maxPadding)) },
  }
}

/** All rows whose ids begin so, by id. */
export async function readRows(
  { patient, pictures: TableName }: Clients,
  prefix: string,
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>()
  const pages = paginateScan({ client: patient.dynamodb }, { TableName, ConsistentRead: true })
  for await (const { Items = [] } of pages) {
    for (const row of Items) if (row['id']?.S?.startsWith(prefix)) rows.set(row['id'].S, row)
  }
  return rows
}

/** What was looked at is taken away, so that a long campaign stays as fast as a short one. */
export async function removeRows(clients: Clients, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += rowsPerBatch) {
    const requests = ids
      .slice(at, at + rowsPerBatch)
      .map((id) => ({ DeleteRequest: { Key: { id: { S: id } } } }))
    const RequestItems = { [clients.pictures]: requests }
    await clients.patient.dynamodb.send(new BatchWriteItemCommand({ RequestItems }))
  }
}
