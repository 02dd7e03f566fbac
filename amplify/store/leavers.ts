import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { UserId } from '#domain/ids.ts'
import { personIdOf } from '#domain/usage/person.ts'

/** Whose accounts were deleted lately, or are being deleted. */
export interface Leavers {
  /** Whether nothing may be made, stored or paid for somebody any more, whatever token they have. */
  hasLeft(owner: UserId): Promise<boolean>
}

/** @param tableName of Usage, where `people.ts` notes who leaves */
export function createLeavers(tableName: string, client = new DynamoDBClient({})): Leavers {
  return {
    async hasLeft(owner) {
      const { Item: person } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { id: { S: personIdOf(owner) } },
          ConsistentRead: true,
        }),
      )
      return person?.['leftAt'] !== undefined
    },
  }
}
