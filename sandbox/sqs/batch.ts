import * as z from 'zod'
import { SqsError } from './error.ts'
import { parseInput } from './operation.ts'
import { queueLimits } from './queue-config.ts'

const batchSchema = z.object({ Entries: z.array(z.looseObject({ Id: z.string() })) })

/**
 * Runs a batch: each entry succeeds or fails on its own.
 * @returns SQS's `Successful` and `Failed` lists
 * @throws SqsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId,
 *   BatchEntryIdsNotDistinct
 */
export async function runBatch(
  input: unknown,
  one: (entry: unknown) => Promise<Readonly<Record<string, unknown>>>,
): Promise<Readonly<Record<string, unknown>>> {
  const entries = readEntries(input)
  const results = await Promise.all(
    entries.map(async (entry) => {
      try {
        return { Id: entry.Id, ...(await one(entry)) }
      } catch (error) {
        if (error instanceof SqsError) return { Id: entry.Id, error }
        throw error
      }
    }),
  )
  const failed = results.flatMap((result) =>
    'error' in result && result.error instanceof SqsError
      ? [
          {
            Id: result.Id,
            SenderFault: result.error.blame === 'Sender',
            Code: result.error.code,
            Message: result.error.message,
          },
        ]
      : [],
  )
  return {
    Successful: results.filter((result) => !('error' in result)),
    ...(failed.length > 0 && { Failed: failed }),
  }
}

function readEntries(input: unknown): readonly { Id: string }[] {
  const { Entries: entries } = parseInput(batchSchema, input)
  if (entries.length === 0)
    throw new SqsError('EmptyBatchRequest', 'There should be at least one entry.')
  if (entries.length > queueLimits.batchEntries) {
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${queueLimits.batchEntries}.`,
    )
  }
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    throw new SqsError('InvalidBatchEntryId', 'A batch entry id is not valid.')
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new SqsError('BatchEntryIdsNotDistinct', 'Two entries have the same id.')
  }
  return entries
}
