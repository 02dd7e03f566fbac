import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { chargedFor } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { type DailyLimits, reservationOf, usageDayOf, usageIdOf } from '#domain/usage/usage.ts'

/** What people used, by owner and UTC day. A row keeps the ids of the jobs that it counts. */
export interface UsageLedger {
  /**
   * Reserves a job's images and highest price, once per job: a repeat reserves nothing.
   * @returns REFUSED when it would pass the day's limits
   */
  reserveOnce(generation: Generation, limits: DailyLimits): Promise<'RESERVED' | 'REFUSED'>
  /** Gives back what a finished job did not use, once per job. */
  settle(generation: Generation): Promise<void>
}

/** Keeps a row far below DynamoDB's 400 KB: at 36 bytes an id, these are 180 KB. */
const mostJobsADay = 5_000

/** The ledger on the Usage table itself: GraphQL has no conditional increments. */
export function createUsageLedger(tableName: string, now: () => number): UsageLedger {
  const client = new DynamoDBClient({})
  const rowOf = (generation: Generation) => ({
    TableName: tableName,
    Key: { id: { S: usageIdOf(generation.owner, usageDayOf(generation)) } },
  })
  const update = async (input: ConstructorParameters<typeof UpdateItemCommand>[0]) => {
    try {
      await client.send(new UpdateItemCommand(input))
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }
  return {
    async reserveOnce(generation, limits) {
      const { images, costMicros } = reservationOf(generation)
      const left = { images: limits.images - images, cost: limits.costMicros - costMicros }
      if (left.images < 0 || left.cost < 0) return 'REFUSED'
      const done = await update({
        ...rowOf(generation),
        ...reservation,
        ExpressionAttributeValues: {
          ':owner': { S: generation.owner },
          ':day': { S: usageDayOf(generation) },
          ':type': { S: 'Usage' },
          ':now': { S: new Date(now()).toISOString() },
          ':id': { S: generation.id },
          ':ids': { SS: [generation.id] },
          ':zero': { N: '0' },
          ':images': { N: String(images) },
          ':cost': { N: String(costMicros) },
          ':imagesLeft': { N: String(left.images) },
          ':costLeft': { N: String(left.cost) },
          ':mostJobs': { N: String(mostJobsADay) },
        },
      })
      if (done) return 'RESERVED'
      const found = await client.send(
        new GetItemCommand({ ...rowOf(generation), ConsistentRead: true }),
      )
      const known = [found.Item?.['held'], found.Item?.['settled']]
      return known.some((ids) => ids?.SS?.includes(generation.id)) ? 'RESERVED' : 'REFUSED'
    },

    async settle(generation) {
      const reserved = reservationOf(generation)
      const charged = chargedFor(generation)
      await update({
        ...rowOf(generation),
        ...settlement,
        ExpressionAttributeValues: {
          ':now': { S: new Date(now()).toISOString() },
          ':id': { S: generation.id },
          ':ids': { SS: [generation.id] },
          ':images': { N: String(reserved.images - charged.images) },
          ':cost': { N: String(reserved.costMicros - charged.costMicros) },
        },
      })
    },
  }
}

/** Rows must carry all that the generated resolvers read, `createdAt` and `__typename` too. */
const reservation = {
  UpdateExpression: `SET #owner = :owner, #day = :day, #type = :type,
    createdAt = if_not_exists(createdAt, :now), updatedAt = :now,
    images = if_not_exists(images, :zero) + :images,
    costMicros = if_not_exists(costMicros, :zero) + :cost
    ADD held :ids`,
  ConditionExpression: `attribute_not_exists(id) OR (
    NOT contains(held, :id) AND NOT contains(settled, :id)
    AND images <= :imagesLeft AND costMicros <= :costLeft
    AND (attribute_not_exists(settled) OR size(settled) < :mostJobs))`,
  ExpressionAttributeNames: { '#owner': 'owner', '#day': 'day', '#type': '__typename' },
}

const settlement = {
  UpdateExpression: `SET images = images - :images, costMicros = costMicros - :cost,
    updatedAt = :now ADD settled :ids DELETE held :ids`,
  ConditionExpression: 'contains(held, :id)',
}
