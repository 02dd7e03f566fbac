import { setTimeout as pause } from 'node:timers/promises'
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { AppError } from '#domain/errors.ts'

/** Rows that everybody writes meet other transactions; together these pauses last seconds. */
const maxTries = 12
const firstPauseMs = 15
const maxPauseMs = 500

/**
 * Writes all of some items, or none; waits its turn, with jitter, when another transaction has one
 * of them.
 * @returns for each item whether its condition failed; none did when all was written
 * @throws AppError THROTTLED when there is no end of other transactions
 */
export async function transact(
  client: DynamoDBClient,
  items: readonly TransactWriteItem[],
): Promise<{ readonly failed: readonly boolean[] }> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [...items] }))
      return { failed: items.map(() => false) }
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code)
      if (codes.includes('ConditionalCheckFailed')) {
        return { failed: items.map((_, index) => codes[index] === 'ConditionalCheckFailed') }
      }
      if (!codes.some((code) => code !== undefined && passing.has(code))) throw error
    }
    const longest = Math.min(firstPauseMs * 2 ** tries, maxPauseMs)
    await pause(longest * (0.5 + Math.random() / 2))
  }
  throw new AppError('THROTTLED', { key: 'tooManyJobsCounted' })
}

/** Reasons of a cancelled transaction that pass by themselves. */
const passing = new Set(['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError'])
