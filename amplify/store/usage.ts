import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { chargedFor } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { GenerationId } from '#domain/ids.ts'
import type { ModelCard } from '#domain/model/card.ts'
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
import { unlessLeft } from './person-items.ts'
import { transact } from './transact.ts'
import {
  addTo,
  amountOf,
  changeMark,
  isHeldMark,
  type Ledger,
  placeOf,
  putMark,
  takeFrom,
} from './usage-items.ts'

/**
 * REFUSED names the limit that would be passed. USED: the id belongs to an earlier job, or this one
 * was settled. LEFT: the account of its owner was deleted.
 */
export type Reservation =
  | { readonly kind: 'RESERVED' }
  | { readonly kind: 'REFUSED'; readonly limit: LimitKind }
  | { readonly kind: 'USED' | 'LEFT' }

/** A job as it ended; without outputs and costs nothing was charged. */
export type SettledJob = CountedJob & Pick<Generation, 'status' | 'outputs' | 'costMicros'>

/**
 * What people used, and all together, by UTC day and month. A mark for each job, an item of its own,
 * says what the job holds, so that each is counted once however many there are.
 */
export interface UsageLedger {
  /**
   * Reserves a job's images and highest price in all four rows or in none, once per job: a repeat
   * reserves nothing, and an id is never free again while its mark is there.
   */
  reserveOnce(generation: Generation, limits: Limits): Promise<Reservation>
  /**
   * Brings what an unfinished job holds to what its model may cost now. Refused, it holds what it
   * held; a job that holds nothing gets nothing.
   */
  reserveAnew(generation: Generation, limits: Limits): Promise<Reservation>
  /** Whether this very job holds something: only then may a model be called for it. */
  holds(job: CountedJob): Promise<boolean>
  /** Whether some job of this id was ever counted, in the last 30 days. */
  isUsed(id: GenerationId): Promise<boolean>
  /** Gives back what a job that has ended did not use, once per job. */
  settle(job: SettledJob): Promise<void>
  /** Counts all that a job holds as used, where nobody knows any more what was paid for it. */
  settleWhole(job: CountedJob): Promise<void>
}

/**
 * The ledger on the Usage table itself: GraphQL has no transactions.
 * @param models those that this deployment knows, with their prices
 */
export function createUsageLedger(
  tableName: string,
  { now, models }: { readonly now: () => number; readonly models: readonly ModelCard[] },
  client = new DynamoDBClient({}),
): UsageLedger {
  const ledger = (): Ledger => ({ tableName, now: now() })
  return {
    async reserveOnce(generation, limits) {
      const more = reservationOf(generation, models)
      const tooSmall = limitBelow(more, limits)
      if (tooSmall) return { kind: 'REFUSED', limit: tooSmall }
      const rows = countedRowsOf(generation)
      const { failed } = await transact(client, [
        putMark(ledger(), generation, more),
        unlessLeft(ledger(), generation.owner),
        ...rows.map((row) => addTo(ledger(), row, { more, limit: limits[row.kind] })),
      ])
      const [isMarked, hasLeft, ...refusals] = failed
      if (hasLeft) return { kind: 'LEFT' }
      if (!isMarked) return reservationBy(rows, refusals)
      return { kind: (await heldBy(client, ledger(), generation)) ? 'RESERVED' : 'USED' }
    },

    holds: async (job) => (await heldBy(client, ledger(), job)) !== undefined,

    isUsed: async (id) => (await readMark(client, ledger(), id)) !== undefined,

    async settleWhole(job) {
      const held = await heldBy(client, ledger(), job)
      if (!held) return
      const mark = changeMark(ledger(), job, { from: held, to: held, isSettled: true })
      await unlessFaster(client.send(new UpdateItemCommand(mark)))
    },

    async reserveAnew(generation, limits) {
      const held = await heldBy(client, ledger(), generation)
      const asked = reservationOf(generation, models)
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
      // No shared row is touched when nothing differs.
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
  job: CountedJob,
): Promise<Amount | undefined> {
  const mark = await readMark(client, ledger, job.id)
  return mark && isHeldMark(mark, job) ? amountOf(mark) : undefined
}

async function readMark(client: DynamoDBClient, ledger: Ledger, id: GenerationId) {
  const command = new GetItemCommand({ ...placeOf(ledger, markIdOf(id)), ConsistentRead: true })
  return (await client.send(command)).Item
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
