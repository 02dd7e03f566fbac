import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { UserId } from '#domain/ids.ts'
import { endOfMonth, leftIdOf, personIdOf } from '#domain/usage/person.ts'
import { type Amount, deploymentOwner } from '#domain/usage/usage.ts'
import { at, type Ledger, placeOf } from './usage-items.ts'

/**
 * Longer than anything lives that an account left behind: refresh tokens (30 days), messages (14
 * days), sessions of S3 (an hour).
 */
const leftLastsSeconds = 35 * 86_400

/** A part of a transaction: nothing of it is written for somebody whose account was deleted. */
export function unlessLeft(ledger: Ledger, owner: UserId): TransactWriteItem {
  return {
    ConditionCheck: {
      ...placeOf(ledger, personIdOf(owner)),
      ConditionExpression: 'attribute_not_exists(leftAt)',
    },
  }
}

/** Makes somebody known by the digest of their address, unless they are, or have left. */
export function putPerson(ledger: Ledger, owner: UserId, digest: string): TransactWriteItem {
  return {
    Put: {
      TableName: ledger.tableName,
      Item: { ...rowOfNobody(ledger, personIdOf(owner)), digest: { S: digest } },
      ConditionExpression: 'attribute_not_exists(id)',
    },
  }
}

/** Notes that somebody leaves; the first time stays, the row lasts from the last. */
export function noteLeft(ledger: Ledger, owner: UserId) {
  return {
    ...placeOf(ledger, personIdOf(owner)),
    UpdateExpression: `SET #owner = :owner, #type = :type, expiresAt = :expiresAt, updatedAt = :now,
      createdAt = if_not_exists(createdAt, :now), leftAt = if_not_exists(leftAt, :now)`,
    ExpressionAttributeNames: { '#owner': 'owner', '#type': '__typename' },
    ExpressionAttributeValues: {
      ':owner': { S: deploymentOwner },
      ':type': { S: 'Usage' },
      ':now': at(ledger),
      ':expiresAt': { N: String(Math.floor(ledger.now / 1_000) + leftLastsSeconds) },
    },
    ReturnValues: 'ALL_NEW' as const,
  }
}

/** Ends the link between an account and an address. */
export function forgetDigest(ledger: Ledger, owner: UserId) {
  return { ...placeOf(ledger, personIdOf(owner)), UpdateExpression: 'REMOVE digest' }
}

/** What somebody had used of a period, until the month ends. */
export function leftBehind(
  ledger: Ledger,
  { digest, period }: { digest: string; period: string },
  used: Amount,
) {
  return {
    TableName: ledger.tableName,
    Item: {
      ...rowOfNobody(ledger, leftIdOf(digest, period)),
      images: { N: String(used.images) },
      costMicros: { N: String(used.costMicros) },
      expiresAt: { N: String(endOfMonth(ledger.now) / 1_000) },
    },
  }
}

/** What the API reads of every row; its owner is nobody, so that it shows them to nobody. */
function rowOfNobody(ledger: Ledger, id: string): Record<string, AttributeValue> {
  return {
    id: { S: id },
    owner: { S: deploymentOwner },
    __typename: { S: 'Usage' },
    createdAt: at(ledger),
    updatedAt: at(ledger),
  }
}
