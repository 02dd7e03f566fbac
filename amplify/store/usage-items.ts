import type { AttributeValue, TransactWriteItem, Update } from '@aws-sdk/client-dynamodb'
import {
  type Amount,
  type CountedJob,
  type CountedRow,
  deploymentOwner,
  heldPeriodOf,
  markIdOf,
} from '#domain/usage/usage.ts'

/** Where the ledger is, and the time, in epoch milliseconds, that its writes carry. */
export type Ledger = { readonly tableName: string; readonly now: number }

/**
 * Repeats come for two weeks, from the dead letters; after that DynamoDB removes a mark, and the id
 * of a job that was removed is free again, for a job that is counted like any other.
 */
const markLastsSeconds = 30 * 86_400

/** An item of the ledger. */
export function placeOf({ tableName }: Ledger, id: string) {
  return { TableName: tableName, Key: { id: { S: id } } }
}

/**
 * Adds to a row, which is made if need be, unless that would pass its limit. Rows carry all that
 * the generated resolvers read, `createdAt` and `__typename` too.
 */
export function addTo(
  ledger: Ledger,
  row: CountedRow,
  { more, limit }: { more: Amount; limit: Amount },
): TransactWriteItem {
  return {
    Update: {
      ...placeOf(ledger, row.id),
      UpdateExpression: `SET #owner = :owner, #period = :period, #type = :type,
        createdAt = if_not_exists(createdAt, :now), updatedAt = :now,
        images = if_not_exists(images, :zero) + :images,
        costMicros = if_not_exists(costMicros, :zero) + :cost`,
      ConditionExpression:
        'attribute_not_exists(id) OR (images <= :imagesLeft AND costMicros <= :costLeft)',
      ExpressionAttributeNames: { '#owner': 'owner', '#period': 'period', '#type': '__typename' },
      ExpressionAttributeValues: {
        ':owner': { S: row.owner },
        ':period': { S: row.period },
        ':type': { S: 'Usage' },
        ':now': at(ledger),
        ':zero': { N: '0' },
        ...amounts(more),
        ':imagesLeft': { N: String(limit.images - more.images) },
        ':costLeft': { N: String(limit.costMicros - more.costMicros) },
      },
    },
  }
}

/** Gives back to a row; never makes one: one that is gone was its owner's, who left. */
export function takeFrom(ledger: Ledger, row: CountedRow, more: Amount): TransactWriteItem {
  return {
    Update: {
      ...placeOf(ledger, row.id),
      UpdateExpression:
        'SET images = images + :images, costMicros = costMicros + :cost, updatedAt = :now',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ...amounts(more), ':now': at(ledger) },
    },
  }
}

/**
 * Whether a mark says what this very job holds, and not an earlier one of the same id, or nothing.
 * Marks from before requests were noted know a job by its time and owner alone.
 */
export function isHeldMark(
  mark: Readonly<Record<string, AttributeValue>> | undefined,
  job: CountedJob,
): boolean {
  if (mark?.['state']?.S !== 'HELD' || mark['period']?.S !== heldPeriodOf(job)) return false
  const request = mark['request']?.S
  return request === undefined || job.requestId === undefined || request === job.requestId
}

/** Says that a job holds so much, unless something is known of its id already. */
export function putMark(ledger: Ledger, job: CountedJob, held: Amount): TransactWriteItem {
  return {
    Put: {
      TableName: ledger.tableName,
      Item: {
        id: { S: markIdOf(job.id) },
        owner: { S: deploymentOwner },
        __typename: { S: 'Usage' },
        state: { S: 'HELD' },
        period: { S: heldPeriodOf(job) },
        ...(job.requestId !== undefined && { request: { S: job.requestId } }),
        images: { N: String(held.images) },
        costMicros: { N: String(held.costMicros) },
        createdAt: at(ledger),
        updatedAt: at(ledger),
        expiresAt: { N: String(Math.floor(ledger.now / 1_000) + markLastsSeconds) },
      },
      ConditionExpression: 'attribute_not_exists(id)',
    },
  }
}

/**
 * Changes what a job holds, from exactly this: anybody who was faster makes it fail. The index finds
 * marks by their period, so a settled one loses it.
 */
export function changeMark(
  ledger: Ledger,
  job: CountedJob,
  { from, to, isSettled }: { from: Amount; to: Amount; isSettled: boolean },
): Update {
  return {
    ...placeOf(ledger, markIdOf(job.id)),
    UpdateExpression: `SET #state = :state, images = :images, costMicros = :cost, updatedAt = :now${
      isSettled ? ' REMOVE #period' : ''
    }`,
    ConditionExpression: '#state = :held AND images = :heldImages AND costMicros = :heldCost',
    ExpressionAttributeNames: { '#state': 'state', ...(isSettled && { '#period': 'period' }) },
    ExpressionAttributeValues: {
      ':state': { S: isSettled ? 'SETTLED' : 'HELD' },
      ...amounts(to),
      ':held': { S: 'HELD' },
      ':heldImages': { N: String(from.images) },
      ':heldCost': { N: String(from.costMicros) },
      ':now': at(ledger),
    },
  }
}

/** What a row or a mark counts; a row that is not there counts nothing. */
export function amountOf(row: Readonly<Record<string, AttributeValue>> | undefined): Amount {
  return {
    images: Number(row?.['images']?.N ?? 0),
    costMicros: Number(row?.['costMicros']?.N ?? 0),
  }
}

function amounts({ images, costMicros }: Amount): Record<string, AttributeValue> {
  return { ':images': { N: String(images) }, ':cost': { N: String(costMicros) } }
}

/** Now, as a row says it. */
export function at({ now }: Ledger): { S: string } {
  return { S: new Date(now).toISOString() }
}
