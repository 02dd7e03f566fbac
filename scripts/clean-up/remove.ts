import {
  DeleteUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  DeleteTableCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3'
import type { Clients } from '../doctor/clients.ts'
import type { Kept } from '../doctor/left-behind.ts'

/** Removes for good what a branch left behind: a bucket with all versions, a table, a user pool. */
export async function remove(clients: Clients, { kind, id }: Kept): Promise<void> {
  if (kind === 'BUCKET') await removeBucket(clients, id)
  if (kind === 'TABLE') await removeTable(clients, id)
  if (kind === 'USER_POOL') await removePool(clients, id)
}

async function removeBucket({ s3 }: Clients, Bucket: string): Promise<void> {
  for (;;) {
    // The first page again and again: what it lists is gone by then.
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket }))
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]
    if (found.length === 0) break
    const Objects = found.map(({ Key = '', VersionId }): ObjectIdentifier => ({ Key, VersionId }))
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    )
    if (Errors[0]) throw new Error(`${Bucket}/${Errors[0].Key}: ${Errors[0].Message}`)
  }
  await s3.send(new DeleteBucketCommand({ Bucket }))
}

async function removeTable({ dynamo }: Clients, TableName: string): Promise<void> {
  await dynamo.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }))
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 300, minDelay: 1 }, { TableName })
  await dynamo.send(new DeleteTableCommand({ TableName }))
}

async function removePool({ userPools }: Clients, UserPoolId: string): Promise<void> {
  await userPools.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }))
  await userPools.send(new DeleteUserPoolCommand({ UserPoolId }))
}
