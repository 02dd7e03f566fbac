import { createHash } from 'node:crypto'
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import { deploymentOwner } from '#domain/usage/usage.ts'

/** Bounds how often one person calls functions, over all of them and all their processes. */
export interface RequestRate {
  /** Counts one request. @throws AppError THROTTLED when it is one too many for this minute */
  take(owner: UserId): Promise<void>
}

const minuteMs = 60_000
/** A row is of no use after its minute; DynamoDB removes it within days. */
const rowLastsMinutes = 60

/**
 * A row of the Usage table for each person and minute, which belongs to nobody and names them by a
 * digest: it may outlive the account by days.
 * @param perMinute requests that one person may make in a minute of the clock
 */
export function createRequestRate(
  tableName: string,
  of: { readonly perMinute: number; readonly now: () => number; readonly client?: DynamoDBClient },
): RequestRate {
  const client = of.client ?? new DynamoDBClient({})
  return {
    async take(owner) {
      const minute = Math.floor(of.now() / minuteMs)
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: { id: { S: `rate#${nameless(owner)}#${minute}` } },
            UpdateExpression: `SET #owner = :owner, #type = :type, expiresAt = :end
              ADD requests :one`,
            ConditionExpression: 'attribute_not_exists(id) OR requests < :max',
            ExpressionAttributeNames: { '#owner': 'owner', '#type': '__typename' },
            ExpressionAttributeValues: {
              ':owner': { S: deploymentOwner },
              ':type': { S: 'Usage' },
              ':end': { N: String((minute + rowLastsMinutes) * 60) },
              ':one': { N: '1' },
              ':max': { N: String(of.perMinute) },
            },
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        throw new AppError('THROTTLED', { key: 'tooManyRequests' })
      }
    },
  }
}

function nameless(owner: UserId): string {
  return createHash('sha256').update(owner).digest('hex')
}
