import * as z from 'zod'
import type { Log } from '../log.ts'
import type { DynamoDbCaller } from './caller.ts'
import type { TableDefinition } from './table-definition.ts'

/** AWS promises a few days; here a developer waits for it. */
const sweepMs = 30_000
/** "Expired items more than five years old are not deleted" (DynamoDB developer guide, TTL). */
const oldestSeconds = 5 * 365 * 86_400

type Edges = {
  readonly caller: DynamoDbCaller
  readonly tables: readonly TableDefinition[]
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly clock?: () => number
}

const pageSchema = z.object({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
})

/**
 * Removes what has outlived its time-to-live attribute (seconds since the epoch), within a minute.
 * @returns a function that stops it, and waits for a sweep that is under way
 */
export function startExpiry(edges: Edges): () => Promise<void> {
  let sweeping: Promise<void> | undefined
  const sweep = () => {
    sweeping ??= expire(edges)
      .catch((cause: unknown) => {
        const message = `Items did not expire: ${String(cause)}`
        edges.log({ service: 'dynamodb', level: 'warning', message })
      })
      .finally(() => {
        sweeping = undefined
      })
  }
  const isNeeded = edges.tables.some((table) => table.timeToLiveAttribute !== undefined)
  const timer = isNeeded ? setInterval(sweep, sweepMs) : undefined
  return async () => {
    clearInterval(timer)
    await sweeping
  }
}

/** One sweep over all tables. An item that was given more time meanwhile stays. */
export async function expire({ caller, tables, clock = Date.now }: Edges): Promise<void> {
  const now = Math.floor(clock() / 1_000)
  for (const { name, shape, timeToLiveAttribute: attribute } of tables) {
    if (attribute === undefined) continue
    const isOver = {
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: {
        ':now': { N: String(now) },
        ':oldest': { N: String(now - oldestSeconds) },
      },
    }
    const condition = '#ttl < :now AND #ttl > :oldest'
    let start: Readonly<Record<string, unknown>> | undefined
    do {
      const { body } = await caller.call('Scan', {
        ...isOver,
        TableName: name,
        FilterExpression: condition,
        ...(start && { ExclusiveStartKey: start }),
      })
      const page = pageSchema.parse(body)
      for (const item of page.Items) {
        const names = shape.KeySchema.map(({ AttributeName }) => AttributeName)
        const Key = Object.fromEntries(names.map((each) => [each, item[each]]))
        const remove = { ...isOver, TableName: name, Key, ConditionExpression: condition }
        await caller.call('DeleteItem', remove)
      }
      start = page.LastEvaluatedKey
    } while (start)
  }
}
