import { DescribeTableCommand, paginateQuery } from '@aws-sdk/client-dynamodb'
import type { Clients } from './clients.ts'
import { Violation } from './load.ts'
import { owners, type Row } from './rows.ts'

/**
 * Compares the table's indexes by owner with its rows.
 * @throws Violation when an index has a row too many, too few, or an old one
 */
export async function checkIndexes(clients: Clients, rows: Iterable<Row>): Promise<void> {
  const { patient, pictures: TableName } = clients
  const { Table } = await patient.dynamodb.send(new DescribeTableCommand({ TableName }))
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).filter(
    ({ KeySchema }) => KeySchema?.[0]?.AttributeName === 'owner',
  )
  if (indexes.length === 0) throw new Error(`${TableName} has no index by owner.`)
  const all = [...rows]
  for (const { IndexName } of indexes) {
    for (const owner of owners) {
      const expected = textOf(all.filter((row) => row['owner']?.S === owner))
      const found = textOf(await query(clients, IndexName, owner))
      if (found !== expected) {
        throw new Violation(`${IndexName} of ${owner} has\n${found}\nthe table\n${expected}`)
      }
    }
  }
}

async function query(
  { patient, pictures: TableName }: Clients,
  IndexName: string | undefined,
  owner: string,
): Promise<Row[]> {
  const rows: Row[] = []
  const pages = paginateQuery(
    { client: patient.dynamodb },
    {
      TableName,
      IndexName,
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: owner } },
    },
  )
  for await (const { Items = [] } of pages) rows.push(...Items)
  return rows
}

function textOf(rows: readonly Row[]): string {
  return rows
    .map(({ id, value }) => `${id?.S} = ${value?.N}`)
    .sort()
    .join('\n')
}
