import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { chargedFor } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import {
  type Amount,
  type CountedJob,
  type CountedRow,
  countedRowsOf,
  type LimitKind,
  type Limits,
  limitBelow,
  markIdOf,
  reservationOf,
} from '#domain/usage/usage.ts'
import { transact } from './transact.ts'
import { addTo, changeMark, type Ledger, placeOf, putMark, takeFrom } from './usage-items.ts'

/** REFUSED names the limit that would be passed. */
export type Reservation =
  | { readonly kind: 'RESERVED' }
  | { readonly kind: 'REFUSED'; readonly limit: LimitKind }

/** A job as it ended; without outputs and costs nothing was charged. */
export type SettledJob = CountedJob & Pick<Generation, 'outputs' | 'costMicros'>

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
  /** Gives back what a job that has ended, or is gone, did not use, once per job. */
  settle(job: SettledJob): Promise<void>
}

/** The ledger on the Usage table itself: GraphQL has no transactions. */
export function createUsageLedger(
  tableName: string,
  now: () => number,
  client = new DynamoDBClient({}),
): UsageLedger {
  const ledger = (): Ledger => ({ tableName, now: now() })
  return {
    async reserveOnce(generation, limits) {
      const more = reservationOf(generation)
      const tooSmall = limitBelow(more, limits)
      if (tooSmall) return { kind: 'REFUSED', limit: tooSmall }
      const rows = countedRowsOf(generation)
      const { failed } = await transact(client, [
        putMark(ledger(), generation, more),
        ...rows.map((row) => addTo(ledger(), row, { more, limit: limits[row.kind] })),
      ])
      const [isRepeat, ...refusals] = failed
      return isRepeat ? { kind: 'RESERVED' } : reservationBy(rows, refusals)
    },

    async reserveAnew(generation, limits) {
      const held = await heldBy(client, ledger(), generation)
      const asked = reservationOf(generation)
      const more = held && minus(asked, held)
      if (!more || isNothing(more)) return { kind: 'RESERVED' }
      const rows = countedRowsOf(generation)
      const isMore = more.images > 0 || more.costMicros > 0
      const change = { from: held, to: asked, isSettled: false }
      const { failed } = await transact(client, [
        { Update: changeMark(ledger(), generation, change) },
        ...rows.map((row) =>
          isMore
            ? addTo(ledger(), row, { more, limit: limits[row.kind] })
            : takeFrom(ledger(), row, more),
        ),
      ])
      return reservationBy(rows, failed.slice(1))
    },

    async settle(job) {
      const held = await heldBy(client, ledger(), job)
      if (!held) return
      const charged = chargedFor(job)
      const more = minus(charged, held)
      const mark = changeMark(ledger(), job, { from: held, to: charged, isSettled: true })
      // Without a difference no shared row is touched.
      if (isNothing(more)) return unlessFaster(client.send(new UpdateItemCommand(mark)))
      const rows = countedRowsOf(job)
      const giveBack = async (to: readonly CountedRow[]) => {
        const items = to.map((row) => takeFrom(ledger(), row, more))
        return (await transact(client, [{ Update: mark }, ...items])).failed
      }
      const [isSettled, ...gone] = await giveBack(rows)
      if (isSettled || !gone.includes(true)) return
      // An account that was removed took its own rows with it; what all used is still right.
      await giveBack(rows.filter((_, index) => !gone[index]))
    },
  }
}

/** What a job holds at the moment, if it does. */
async function heldBy(
  client: DynamoDBClient,
  ledger: Ledger,
  { id }: CountedJob,
): Promise<Amount | undefined> {
  const command = new GetItemCommand({ ...placeOf(ledger, markIdOf(id)), ConsistentRead: true })
  const { Item: mark } = await client.send(command)
  if (mark?.['state']?.S !== 'HELD') return undefined
  return { images: Number(mark['images']?.N), costMicros: Number(mark['costMicros']?.N) }
}

/** Somebody who settled the job first settled it all the same. */
async function unlessFaster(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

function minus(left: Amount, right: Amount): Amount {
  return { images: left.images - right.images, costMicros: left.costMicros - right.costMicros }
}

function isNothing({ images, costMicros }: Amount): boolean {
  return images === 0 && costMicros === 0
}

/** Refused by the widest limit of those reached, since it is the one that stays longest. */
function reservationBy(rows: readonly CountedRow[], refusals: readonly boolean[]): Reservation {
  const limit = rows.filter((_, index) => refusals[index]).at(-1)?.kind
  return limit ? { kind: 'REFUSED', limit } : { kind: 'RESERVED' }
}
