import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { UserId } from '#domain/ids.ts'
import { keyPrefixes } from '#domain/object-key.ts'
import { placeOf, s3With } from './address.ts'
import { type Backend, deployed } from './backend.ts'

/** What is stored of somebody, as the developer's own credentials see it. */

/** The keys of all objects of one person. */
export async function keysOf(backend: Backend, owner: UserId): Promise<string[]> {
  const tools = s3With(backend, backend.tools)
  const Bucket = backend.outputs.storage.bucket_name
  const pages = await Promise.all(
    keyPrefixes.map((prefix) =>
      tools.send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}/${owner}/` })),
    ),
  )
  return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => String(Key)))
}

/** All rows of a model's table. */
export async function rowsOf(
  backend: Backend,
  model: 'Generation' | 'Picture' | 'Document' | 'Usage',
) {
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  const [TableName] = deployed(backend, 'Custom::AmplifyDynamoDBTable').filter((name) =>
    name.startsWith(`${model}-`),
  )
  const { Items = [] } = await tables.send(new ScanCommand({ TableName, ConsistentRead: true }))
  return Items
}

/** What the rows of this day say that all used. */
export async function countedOfAll(backend: Backend): Promise<number> {
  const id = `deployment#${new Date().toISOString().slice(0, 10)}`
  const row = (await rowsOf(backend, 'Usage')).find((each) => each['id']?.S === id)
  return Number(row?.['images']?.N ?? 0)
}

/** How many images of this day count for one person. */
export async function countedOf(backend: Backend, owner: UserId): Promise<number> {
  const id = `${owner}#${new Date().toISOString().slice(0, 10)}`
  const row = (await rowsOf(backend, 'Usage')).find((each) => each['id']?.S === id)
  return Number(row?.['images']?.N ?? 0)
}

/** Whether no job holds anything that is still to be settled. */
export async function isSettled(backend: Backend): Promise<true | undefined> {
  const rows = await rowsOf(backend, 'Usage')
  return rows.some((row) => row['state']?.S === 'HELD') ? undefined : true
}
