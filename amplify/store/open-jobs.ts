import { type AttributeValue, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { Generation } from '#domain/generation/generation.ts'
import { openMark } from '#domain/generation/new-generation.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { inParallel } from '../in-parallel.ts'
import type { Generations } from './generations.ts'
import type { Page } from './records.ts'

/** Unfinished jobs of everybody. */
export interface OpenJobs {
  /** @returns a page of them, the earliest deadline first; fewer, when some ended meanwhile */
  page(cursor?: string): Promise<Page<Generation>>
}

/** The generated name of the index over `open` and `deadline`. */
export const openIndex = 'generationsByOpenAndDeadline'

const pageLimit = 500

/**
 * Reads the index on the table itself: as a field of the API it would tell anybody how many jobs
 * there are. The records come from the API.
 */
export function createOpenJobs(
  tableName: string,
  generations: Pick<Generations, 'get'>,
  client = new DynamoDBClient({}),
): OpenJobs {
  return {
    async page(cursor) {
      const { Items = [], LastEvaluatedKey: next } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: openIndex,
          KeyConditionExpression: '#open = :open',
          ProjectionExpression: 'id',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': { S: openMark } },
          Limit: pageLimit,
          ...(cursor !== undefined && { ExclusiveStartKey: readCursor(cursor) }),
        }),
      )
      const ids = Items.map(({ id }) => generationIdSchema.parse(id?.S))
      const found = await inParallel(ids, (id) => generations.get(id))
      const items = found.filter((each) => each !== undefined)
      return { items, cursor: next && JSON.stringify(next) }
    },
  }
}

/** All keys of the index and the table are strings. */
const cursorSchema = z.record(z.string(), z.object({ S: z.string() }))

function readCursor(cursor: string): Record<string, AttributeValue> {
  return cursorSchema.parse(JSON.parse(cursor))
}
