import { createHmac } from 'node:crypto'
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { UserId } from '#domain/ids.ts'
import { leftIdOf, normaliseEmail, periodsAt, personIdOf } from '#domain/usage/person.ts'
import { countedRowsOf, usageIdOf } from '#domain/usage/usage.ts'
import type { Accounts } from './accounts.ts'
import { forgetDigest, leftBehind, noteLeft, putPerson } from './person-items.ts'
import { transact } from './transact.ts'
import { addTo, amountOf, at, type Ledger, placeOf } from './usage-items.ts'

/** Who uses this deployment, and who did: an account's end does not give its limits anew. */
export interface People {
  /**
   * Sees to it that somebody is known, before anything is reserved for them: what the same address
   * used this day and month, under an account that was deleted, counts in their rows.
   */
  welcome(owner: UserId): Promise<void>
  /** Notes that somebody leaves, then what they used of this day and month. Safe to repeat. */
  leave(owner: UserId): Promise<void>
}

/** No limit applies where somebody's own past use is counted again. */
const noLimit = { images: Number.MAX_SAFE_INTEGER, costMicros: Number.MAX_SAFE_INTEGER }

/** More than work at once; forgetting one costs a single read. */
const maxKnown = 10_000

/**
 * @param of `tableName` of Usage; `emailOf` looks an address up; `salt` is the deployment's own, so
 *   that the digests of two deployments have nothing in common
 */
export function createPeople(
  of: { tableName: string; emailOf: Accounts['emailOf']; salt: string; now: () => number },
  client = new DynamoDBClient({}),
): People {
  /** Who was welcomed by this process. */
  const known = new Set<UserId>()
  const open = (): Rows => openRows(client, { tableName: of.tableName, now: of.now() })
  const digestOf = async (owner: UserId): Promise<string | undefined> => {
    const email = await of.emailOf(owner)
    if (email === undefined) return undefined
    return createHmac('sha256', of.salt).update(normaliseEmail(email)).digest('hex')
  }
  return {
    async welcome(owner) {
      if (known.has(owner)) return
      const rows = open()
      if (!(await rows.read(personIdOf(owner)))) {
        const digest = await digestOf(owner)
        if (digest !== undefined) await introduce(rows, owner, digest)
      }
      if (known.size >= maxKnown) known.clear()
      known.add(owner)
    },

    async leave(owner) {
      const rows = open()
      const { Attributes: person } = await client.send(
        new UpdateItemCommand(noteLeft(rows.ledger, owner)),
      )
      const digest = person?.['digest']?.S ?? (await digestOf(owner))
      if (digest === undefined) return
      for (const period of periodsAt(rows.ledger.now)) await carry(rows, owner, { digest, period })
      await client.send(new UpdateItemCommand(forgetDigest(rows.ledger, owner)))
    },
  }
}

type Rows = {
  readonly client: DynamoDBClient
  readonly ledger: Ledger
  readonly read: (id: string) => Promise<Readonly<Record<string, AttributeValue>> | undefined>
}

function openRows(client: DynamoDBClient, ledger: Ledger): Rows {
  return {
    client,
    ledger,
    async read(id) {
      const command = new GetItemCommand({ ...placeOf(ledger, id), ConsistentRead: true })
      return (await client.send(command)).Item
    },
  }
}

/** Makes somebody known, and counts in their rows what their address had used, in one step. */
async function introduce(
  { client, ledger, read }: Rows,
  owner: UserId,
  digest: string,
): Promise<void> {
  const own = countedRowsOf({ owner, createdAt: at(ledger).S }).filter((row) => row.owner === owner)
  const left = await Promise.all(own.map(({ period }) => read(leftIdOf(digest, period))))
  // Refused when another process was faster, or somebody is just leaving: both are as well.
  await transact(client, [
    putPerson(ledger, owner, digest),
    ...own.flatMap((row, index) => {
      const used = left[index]
      return used ? [addTo(ledger, row, { more: amountOf(used), limit: noLimit })] : []
    }),
  ])
}

/** Keeps what a person used of a period under the digest; never less than is kept already. */
async function carry(
  { client, ledger, read }: Rows,
  owner: UserId,
  of: { digest: string; period: string },
): Promise<void> {
  const own = await read(usageIdOf(owner, of.period))
  if (!own) return
  const [used, kept] = [amountOf(own), amountOf(await read(leftIdOf(of.digest, of.period)))]
  const most = {
    images: Math.max(used.images, kept.images),
    costMicros: Math.max(used.costMicros, kept.costMicros),
  }
  await client.send(new PutItemCommand(leftBehind(ledger, of, most)))
}
