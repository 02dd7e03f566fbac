import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { Log } from '../log.ts'
import type { Answer, Engine, EngineOperation, Input } from './engine.ts'
import { fitRow } from './fit-row.ts'
import {
  sameKey,
  sameShape,
  type TableDefinition,
  type TableShape,
  tableShapeSchema,
} from './table-definition.ts'

/** Where the rows wait while a table gets other indexes; no template can name such a table. */
const shelfPrefix = '_shelf.'
/** A table of this name says that the shelf has all rows: from then on the shelf is what counts. */
const wholePrefix = '_whole.'
const rowsPerWrite = 25
/** dynalite changes a table's state on a timer of 0 ms; this many looks are far more than enough. */
const maxLooks = 2000

const describedSchema = z.object({
  Table: z.intersection(tableShapeSchema, z.object({ TableStatus: z.string() })),
})
const scannedSchema = z.object({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
})

/**
 * Makes the database's tables those of the template. A table whose indexes changed is made anew and
 * its rows are copied; they survive a crash at any point. A table with another key starts
 * empty, as it would in AWS.
 */
export async function prepareTables(
  engine: Engine,
  tables: readonly TableDefinition[],
  log: Log,
): Promise<void> {
  for (const { name, shape } of tables) {
    await removeUnfinished(engine, name)
    await removeUnfinished(engine, shelf(name))
    await finishInterrupted(engine, name, shape)
    const present = await describe(engine, name)
    if (!present) {
      await create(engine, name, shape)
    } else if (!sameKey(present, shape)) {
      const message = `${name} has another key now: it starts empty, as AWS replaces such a table.`
      log({ service: 'dynamodb', level: 'warning', message })
      await drop(engine, name)
      await create(engine, name, shape)
    } else if (!sameShape(present, shape)) {
      log({ service: 'dynamodb', level: 'info', message: `${name} gets other indexes.` })
      await rebuild(engine, name, shape)
    }
  }
}

async function rebuild(engine: Engine, name: string, shape: TableShape): Promise<void> {
  await create(engine, shelf(name), keyOnly(shape))
  await copy(engine, { from: name, to: shelf(name), shape })
  await create(engine, whole(name), keyOnly(shape))
  await putBack(engine, name, shape)
}

/** Makes the table anew from a whole shelf; it may be done again after a crash at any point. */
async function putBack(engine: Engine, name: string, shape: TableShape): Promise<void> {
  if (await describe(engine, name)) await drop(engine, name)
  await create(engine, name, shape)
  await copy(engine, { from: shelf(name), to: name, shape })
  await drop(engine, shelf(name))
  await drop(engine, whole(name))
}

/** A table that a crash left half made has no rows yet, one half dropped was to lose them. */
async function removeUnfinished(engine: Engine, name: string): Promise<void> {
  const answer = await engine.run('DescribeTable', { TableName: name })
  if (answer.status !== 200) return
  const { TableStatus: status } = describedSchema.parse(answer.body).Table
  if (status !== 'ACTIVE') await engine.erase(name)
}

/**
 * Ends what a crash interrupted: half a shelf is thrown away, since the table still has all rows; a
 * whole one is put back, in the shape that the template asks for by now.
 */
async function finishInterrupted(engine: Engine, name: string, shape: TableShape): Promise<void> {
  const shelved = await describe(engine, shelf(name))
  const isWhole = (await describe(engine, whole(name))) !== undefined
  if (shelved && isWhole) {
    await putBack(engine, name, sameKey(shelved, shape) ? shape : keyOnly(shelved))
    return
  }
  if (shelved) await drop(engine, shelf(name))
  if (isWhole) await drop(engine, whole(name))
}

/** @throws Error when a row does not fit `shape` */
async function copy(
  engine: Engine,
  { from, to, shape }: { from: string; to: string; shape: TableShape },
): Promise<void> {
  let start: Input | undefined
  do {
    const page = scannedSchema.parse(
      await run(engine, 'Scan', { TableName: from, ...(start && { ExclusiveStartKey: start }) }),
    )
    for (let at = 0; at < page.Items.length; at += rowsPerWrite) {
      const rows = page.Items.slice(at, at + rowsPerWrite)
      const writes = rows.map((row) => ({ PutRequest: { Item: fitRow(row, shape) } }))
      await run(engine, 'BatchWriteItem', { RequestItems: { [to]: writes } })
    }
    start = page.LastEvaluatedKey
  } while (start)
}

async function create(engine: Engine, name: string, shape: TableShape): Promise<void> {
  await run(engine, 'CreateTable', {
    ...shape,
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
  })
  for (let look = 0; look < maxLooks; look += 1) {
    const answer = await engine.run('DescribeTable', { TableName: name })
    if (describedSchema.safeParse(answer.body).data?.Table.TableStatus === 'ACTIVE') return
    await pause(1)
  }
  throw new Error(`The table ${name} did not become active.`)
}

async function drop(engine: Engine, name: string): Promise<void> {
  await run(engine, 'DeleteTable', { TableName: name })
  for (let look = 0; look < maxLooks; look += 1) {
    if (!(await describe(engine, name))) return
    await pause(1)
  }
  throw new Error(`The table ${name} was not removed.`)
}

async function describe(engine: Engine, name: string): Promise<TableShape | undefined> {
  const answer = await engine.run('DescribeTable', { TableName: name })
  return answer.status === 200 ? describedSchema.parse(answer.body).Table : undefined
}

/** @throws Error for an answer that is none of success */
async function run(
  engine: Engine,
  operation: EngineOperation,
  input: Input,
): Promise<Answer['body']> {
  const { status, body } = await engine.run(operation, input)
  if (status !== 200) throw new Error(`${operation} failed: ${JSON.stringify(body)}`)
  return body
}

function shelf(name: string): string {
  return `${shelfPrefix}${name}`.slice(0, 255)
}

function whole(name: string): string {
  return `${wholePrefix}${name}`.slice(0, 255)
}

function keyOnly({ KeySchema, AttributeDefinitions }: TableShape): TableShape {
  const names = new Set(KeySchema.map(({ AttributeName }) => AttributeName))
  return {
    KeySchema,
    AttributeDefinitions: AttributeDefinitions.filter(({ AttributeName }) =>
      names.has(AttributeName),
    ),
  }
}
