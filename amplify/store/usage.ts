import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { chargedFor } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import {
  type Amount,
  type CountedRow,
  countedRowsOf,
  deploymentOwner,
  type LimitKind,
  type Limits,
  limitBelow,
  markIdOf,
  reservationOf,
} from '#domain/usage/usage.ts'
import { transact } from './transact.ts'

/** REFUSED names the limit that would be passed. */
export type Reservation =
  | { readonly kind: 'RESERVED' }
  | { readonly kind: 'REFUSED'; readonly limit: LimitKind }

/**
 * What people used, and all together, by UTC day and month. A mark for each job, an item of its own,
 * says what the job holds, so that each is counted once however many there are.
 */
export interface UsageLedger {
  /**
   * Reserves a job's images and highest price in all four rows or in none, once per job: a repeat
   * reserves nothing.
   */
  reserveOnce(generation: Generation, limits: Limits): Promise<Reservation>
  /**
   * Brings what an unfinished job holds to what its model may cost now. Refused, it holds what it
   * held; a job that holds nothing gets nothing.
   */
  reserveAnew(generation: Generation, limits: Limits): Promise<Reservation>
  /** Gives back what a finished job did not use, once per job. */
  settle(generation: Generation): Promise<void>
}

/** Repeats come for two weeks, from the dead letters; after that DynamoDB removes a mark. */
const markLastsSeconds = 30 * 86_400

/** The ledger on the Usage table itself: GraphQL has no transactions. */
export function createUsageLedger(
  tableName: string,
  now: () => number,
  client = new DynamoDBClient({}),
): UsageLedger {
  const place = (id: string) => ({ TableName: tableName, Key: { id: { S: id } } })
  const at = () => ({ S: new Date(now()).toISOString() })

  const addTo = (row: CountedRow, more: Amount, limit: Amount): TransactWriteItem => ({
    Update: {
      ...place(row.id),
      ...addition,
      ExpressionAttributeNames: { '#owner': 'owner', '#period': 'period', '#type': '__typename' },
      ExpressionAttributeValues: {
        ':owner': { S: row.owner },
        ':period': { S: row.period },
        ':type': { S: 'Usage' },
        ':now': at(),
        ':zero': { N: '0' },
        ...amounts(more),
        ':imagesLeft': { N: String(limit.images - more.images) },
        ':costLeft': { N: String(limit.costMicros - more.costMicros) },
      },
    },
  })

  /** Never makes a row: one that is gone was its owner's, who left. */
  const takeFrom = (row: CountedRow, more: Amount): TransactWriteItem => ({
    Update: {
      ...place(row.id),
      UpdateExpression:
        'SET images = images + :images, costMicros = costMicros + :cost, updatedAt = :now',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ...amounts(more), ':now': at() },
    },
  })

  const putMark = (generation: Generation, held: Amount): TransactWriteItem => ({
    Put: {
      TableName: tableName,
      Item: {
        id: { S: markIdOf(generation.id) },
        owner: { S: deploymentOwner },
        __typename: { S: 'Usage' },
        state: { S: 'HELD' },
        images: { N: String(held.images) },
        costMicros: { N: String(held.costMicros) },
        createdAt: at(),
        updatedAt: at(),
        expiresAt: { N: String(Math.floor(now() / 1_000) + markLastsSeconds) },
      },
      ConditionExpression: 'attribute_not_exists(id)',
    },
  })

  /** Changes a mark from exactly this; anybody who was faster makes it fail. */
  const changeMark = (
    generation: Generation,
    held: Amount,
    to: { state: 'HELD' | 'SETTLED'; amount: Amount },
  ) => ({
    ...place(markIdOf(generation.id)),
    UpdateExpression: 'SET #state = :state, images = :images, costMicros = :cost, updatedAt = :now',
    ConditionExpression: '#state = :held AND images = :heldImages AND costMicros = :heldCost',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':state': { S: to.state },
      ...amounts(to.amount),
      ':held': { S: 'HELD' },
      ':heldImages': { N: String(held.images) },
      ':heldCost': { N: String(held.costMicros) },
      ':now': at(),
    },
  })

  const heldBy = async (generation: Generation): Promise<Amount | undefined> => {
    const command = new GetItemCommand({ ...place(markIdOf(generation.id)), ConsistentRead: true })
    const { Item: mark } = await client.send(command)
    if (mark?.['state']?.S !== 'HELD') return undefined
    return { images: Number(mark['images']?.N), costMicros: Number(mark['costMicros']?.N) }
  }

  /** Without a difference no shared row is touched: only the mark says that the job is settled. */
  const markOnly = async (...mark: Parameters<typeof changeMark>): Promise<void> => {
    try {
      await client.send(new UpdateItemCommand(changeMark(...mark)))
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  }

  return {
    async reserveOnce(generation, limits) {
      const asked = reservationOf(generation)
      const tooSmall = limitBelow(asked, limits)
      if (tooSmall) return { kind: 'REFUSED', limit: tooSmall }
      const rows = countedRowsOf(generation)
      const { failed } = await transact(client, [
        putMark(generation, asked),
        ...rows.map((row) => addTo(row, asked, limits[row.kind])),
      ])
      const [isRepeat, ...refusals] = failed
      const limit = isRepeat ? undefined : lastRefused(rows, refusals)
      return limit ? { kind: 'REFUSED', limit } : { kind: 'RESERVED' }
    },

    async reserveAnew(generation, limits) {
      const held = await heldBy(generation)
      const asked = reservationOf(generation)
      const more = held && minus(asked, held)
      if (!more || isNothing(more)) return { kind: 'RESERVED' }
      const rows = countedRowsOf(generation)
      const isMore = more.images > 0 || more.costMicros > 0
      const { failed } = await transact(client, [
        { Update: changeMark(generation, held, { state: 'HELD', amount: asked }) },
        ...rows.map((row) => (isMore ? addTo(row, more, limits[row.kind]) : takeFrom(row, more))),
      ])
      const [, ...refusals] = failed
      const limit = lastRefused(rows, refusals)
      return limit ? { kind: 'REFUSED', limit } : { kind: 'RESERVED' }
    },

    async settle(generation) {
      const held = await heldBy(generation)
      if (!held) return
      const charged = chargedFor(generation)
      const more = minus(charged, held)
      const settled = { state: 'SETTLED', amount: charged } as const
      if (isNothing(more)) return markOnly(generation, held, settled)
      const rows = countedRowsOf(generation)
      const mark = { Update: changeMark(generation, held, settled) }
      const { failed } = await transact(client, [mark, ...rows.map((row) => takeFrom(row, more))])
      const [isSettled, ...gone] = failed
      if (isSettled || !gone.includes(true)) return
      // An account that was removed took its own rows with it; what all used is still right.
      const left = rows.filter((_, index) => !gone[index])
      await transact(client, [mark, ...left.map((row) => takeFrom(row, more))])
    },
  }
}

/** Rows must carry all that the generated resolvers read, `createdAt` and `__typename` too. */
const addition = {
  UpdateExpression: `SET #owner = :owner, #period = :period, #type = :type,
    createdAt = if_not_exists(createdAt, :now), updatedAt = :now,
    images = if_not_exists(images, :zero) + :images,
    costMicros = if_not_exists(costMicros, :zero) + :cost`,
  ConditionExpression:
    'attribute_not_exists(id) OR (images <= :imagesLeft AND costMicros <= :costLeft)',
}

function amounts({ images, costMicros }: Amount): Record<string, AttributeValue> {
  return { ':images': { N: String(images) }, ':cost': { N: String(costMicros) } }
}

function minus(left: Amount, right: Amount): Amount {
  return { images: left.images - right.images, costMicros: left.costMicros - right.costMicros }
}

function isNothing({ images, costMicros }: Amount): boolean {
  return images === 0 && costMicros === 0
}

/** The widest limit of those reached, since it is the one that stays longest. */
function lastRefused(
  rows: readonly CountedRow[],
  refusals: readonly boolean[],
): LimitKind | undefined {
  return rows.filter((_, index) => refusals[index]).at(-1)?.kind
}
