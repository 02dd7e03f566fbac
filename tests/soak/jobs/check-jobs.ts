import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { BatchGetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb'
import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { chargedFor, mayHavePaid } from '#domain/generation/ending.ts'
import { type Generation, generationSchema } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { modelsWith } from '#domain/model/catalogue.ts'
import { type Amount, countedRowsOf, reservationOf } from '#domain/usage/usage.ts'
import { recordFields } from '../../../amplify/store/selection.ts'
import type { Clients } from '../clients.ts'
import { Violation } from '../load.ts'
import type { Order } from './orders.ts'

const generationFields = recordFields(generationSchema)

const query = `query Get($id: ID!) { getGeneration(id: $id) { ${generationFields} } }`

/** @returns the order's record; `undefined` while nothing answers */
export async function readRecord({ id, customer }: Order): Promise<Generation | undefined> {
  const answer = await customer.ask(query, { id }).catch(() => undefined)
  if (!answer || answer.errors.length > 0) return undefined
  const record = answer.data?.['getGeneration']
  if (!record) throw new Violation(`job ${id} is lost`)
  const given = Object.entries(record).filter(([, value]) => value !== null)
  return generationSchema.parse(withoutNulls(Object.fromEntries(given)))
}

/**
 * Looks at many jobs at once, at the table, which costs much less than asking for each.
 * @param orders that were acknowledged, 100 at most
 * @returns those that have ended; none while nothing answers
 * @throws Violation when one is lost
 */
export async function endedOf(
  { patient, generations }: Clients,
  orders: readonly Order[],
): Promise<Order[]> {
  if (orders.length === 0) return []
  const Keys = orders.map(({ id }) => ({ id: { S: id } }))
  const ProjectionExpression = 'id, finishedAt'
  const found = await patient.dynamodb
    .send(
      new BatchGetItemCommand({
        RequestItems: { [generations]: { Keys, ProjectionExpression, ConsistentRead: true } },
      }),
    )
    .catch(() => undefined)
  const rows = found?.Responses?.[generations]
  if (!rows || Object.keys(found.UnprocessedKeys ?? {}).length > 0) return []
  const ended = new Map(rows.map((row) => [row['id']?.S, row['finishedAt'] !== undefined]))
  const lost = orders.find(({ id }) => !ended.has(id))
  if (lost) throw new Violation(`job ${lost.id} is lost`)
  return orders.filter(({ id }) => ended.get(id))
}

/** How a job may end here: what the faults make of it, and what was asked for. */
const expectedCodes: readonly (string | undefined)[] = [
  undefined,
  'BLOCKED_OUTPUT',
  'MODEL_UNAVAILABLE',
  'THROTTLED',
  'TIMED_OUT',
  'INTERNAL',
]

/** @throws Violation when the record of a finished order contradicts itself or what was asked */
export function checkRecord(order: Order, record: Generation): void {
  const outputs = record.outputs ?? []
  const contradictions: Record<string, boolean> = {
    'it is stuck': !isFinal(record.status),
    'nobody cancelled it': record.status === 'CANCELLED' && !order.isCancelled,
    'an output is double': new Set(outputs.map(({ index }) => index)).size !== outputs.length,
    'it has too many outputs': outputs.length > record.count,
    'an output has no object': outputs.some(
      ({ status, key, patchKey }) => status === 'SUCCEEDED' && !key && !patchKey,
    ),
    'its layers are others': !isDeepStrictEqual(record.layers, order.request['layers']),
    'a layer has no place': (record.layers?.length ?? 0) !== (record.layerRects?.length ?? 0),
    'pixels changed outside': outputs.some(({ changedOutside }) => (changedOutside ?? 0) > 0),
    [`it ended with ${record.errorCode}`]: !isExpected(record),
  }
  const found = Object.keys(contradictions).find((name) => contradictions[name])
  if (found) throw new Violation(`job ${order.id} (${record.status}): ${found}`)
}

function isExpected({ status, errorCode }: Generation): boolean {
  return status === 'CANCELLED' || errorCode === 'CANCELLED' || expectedCodes.includes(errorCode)
}

/**
 * Compares the objects of all results with what the records name, once the rest was tidied away.
 * @throws Violation when one is missing, or is there and nobody's
 */
export async function checkResults(
  { patient, bucket: Bucket }: Clients,
  records: readonly Generation[],
): Promise<void> {
  const named = new Set(
    records.flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ key, patchKey }) => key ?? patchKey ?? []),
    ),
  )
  const found = new Set<string>()
  const pages = paginateListObjectsV2({ client: patient.s3 }, { Bucket, Prefix: 'results/' })
  for await (const { Contents = [] } of pages) {
    for (const { Key } of Contents) if (Key?.endsWith('.png')) found.add(Key)
  }
  const missing = [...named].filter((key) => !found.has(key))
  if (missing.length > 0) throw new Violation(`results are lost: ${missing.slice(0, 5).join(', ')}`)
  const extra = [...found].filter((key) => !named.has(key))
  if (extra.length > 0) throw new Violation(`results of no job: ${extra.slice(0, 5).join(', ')}`)
}

/** A job's end is seen before its quota is given back; after a crash a second delivery does that. */
const maxSettlingMs = 60_000

/** Waits until no job holds quota any more. @throws Violation when one still does */
export async function untilSettled({ patient, usage: TableName }: Clients): Promise<void> {
  const until = Date.now() + maxSettlingMs
  for (;;) {
    const held: string[] = []
    const pages = paginateScan({ client: patient.dynamodb }, { TableName, ConsistentRead: true })
    for await (const { Items = [] } of pages) {
      for (const row of Items) if (row['state']?.S === 'HELD') held.push(row['id']?.S ?? '')
    }
    if (held.length === 0) return
    if (Date.now() > until) throw new Violation(`quota is still held by ${held.join(', ')}`)
    await pause(500)
  }
}

/**
 * Compares the usage of people and of the deployment with what the finished jobs were charged. A job
 * that was given up although a model may have been paid for it may count in full.
 * @param own the models of the endpoint
 * @throws Violation when a row differs by one image or one micro-dollar
 */
export async function checkUsage(
  { patient, usage: TableName }: Clients,
  records: readonly Generation[],
  own: readonly ModelCard[],
): Promise<void> {
  const expected = chargesOf(records, modelsWith(own))
  const pages = paginateScan({ client: patient.dynamodb }, { TableName, ConsistentRead: true })
  for await (const { Items = [] } of pages) {
    for (const row of Items) {
      const id = row['id']?.S ?? ''
      const sum = expected.get(id)
      if (!sum) continue
      const found = { images: Number(row['images']?.N), costMicros: Number(row['costMicros']?.N) }
      const isWithin = (['images', 'costMicros'] as const).every(
        (unit) => found[unit] >= sum.min[unit] && found[unit] <= sum.max[unit],
      )
      if (!isWithin) {
        const bounds = `${textOf(sum.min)} to ${textOf(sum.max)}`
        throw new Violation(`usage ${id}: ${textOf(found)} instead of ${bounds}`)
      }
      expected.delete(id)
    }
  }
  const [lost] = [...expected].filter(([, { min }]) => min.images > 0)
  if (lost) throw new Violation(`usage ${lost[0]} is lost`)
}

type Bounds = { readonly min: Amount; readonly max: Amount }

const nothing: Amount = { images: 0, costMicros: 0 }

/** What the jobs were charged, by the rows in which it is counted. */
function chargesOf(
  records: readonly Generation[],
  models: readonly ModelCard[],
): Map<string, Bounds> {
  const sums = new Map<string, Bounds>()
  for (const record of records) {
    const charged = chargedFor(record)
    const max = wasGivenUp(record) ? reservationOf(record, models) : charged
    for (const { id } of countedRowsOf(record)) {
      const sum = sums.get(id) ?? { min: nothing, max: nothing }
      sums.set(id, { min: plus(sum.min, charged), max: plus(sum.max, max) })
    }
  }
  return sums
}

const givenUpCodes = ['TIMED_OUT', 'INTERNAL', 'CANCELLED']

/** Ended without anybody knowing what came of its calls. */
function wasGivenUp(record: Generation): boolean {
  const { errorCode = '', costMicros = 0 } = record
  return mayHavePaid(record) && costMicros === 0 && givenUpCodes.includes(errorCode)
}

function plus(left: Amount, right: Amount): Amount {
  return { images: left.images + right.images, costMicros: left.costMicros + right.costMicros }
}

function textOf({ images, costMicros }: Amount): string {
  return `${images} images, ${costMicros} micro-dollars`
}

/** GraphQL says null where a record has nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const given = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(given.map(([name, each]) => [name, withoutNulls(each)]))
}
