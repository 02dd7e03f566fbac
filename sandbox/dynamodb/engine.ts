import { createRequire } from 'node:module'
import dynaliteDb, { type Store } from 'dynalite/db/index.js'
import dynaliteValidations from 'dynalite/validations/index.js'
import * as z from 'zod'
import { closeIterators } from './close-iterators.ts'
import { eraseTable, noteWrites } from './whole-writes.ts'

export type Item = Readonly<Record<string, unknown>>
export type Input = Readonly<Record<string, unknown>>
/** HTTP status and body, in the shapes of DynamoDB's JSON 1.0 protocol. */
export type Answer = { readonly status: number; readonly body: Record<string, unknown> }

/** The operations of dynalite that the sandbox uses. */
export type EngineOperation =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'CreateTable'
  | 'DeleteItem'
  | 'DeleteTable'
  | 'DescribeTable'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem'

/**
 * dynalite without its HTTP server, so that nothing listens that could be reached past the gateway.
 * This follows what the server does with a request (dynalite 4.0.0, `index.js`, `httpHandler`).
 */
export interface Engine {
  /**
   * An item and its indexes are written as one step. A BatchWriteItem, which is one step as well,
   * must run alone.
   */
  run(operation: EngineOperation, input: Input): Promise<Answer>
  /**
   * Does all the writes as one step, or none when one is refused. Must run alone, and no two writes
   * may be about one item.
   */
  runTogether(writes: readonly ItemWrite[]): Promise<Answer>
  /** Removes a table with its rows and indexes, also one that a crash left half made. */
  erase(tableName: string): Promise<void>
  /**
   * Validates an operation and evaluates its condition on an item, without doing anything.
   * @returns an error's answer; `undefined` when the operation may go ahead
   */
  check(operation: EngineOperation, input: Input, item: Item | undefined): Answer | undefined
  close(): Promise<void>
}

/** A write of one item. */
export type ItemWrite = {
  readonly operation: Extract<EngineOperation, 'PutItem' | 'UpdateItem' | 'DeleteItem'>
  readonly input: Input
}

/** When the writes of an operation go to the disk; the others write nothing, or tables alone. */
const writtenWith: Partial<Record<EngineOperation, 'item' | 'commit'>> = {
  BatchWriteItem: 'commit',
  DeleteItem: 'item',
  PutItem: 'item',
  UpdateItem: 'item',
}

type Action = (
  store: Store,
  data: Record<string, unknown>,
  callback: (error: unknown, data?: Record<string, unknown>) => void,
) => void
type Validation = { readonly types: unknown; readonly custom?: unknown }

const failureSchema = z.object({
  statusCode: z.number(),
  body: z.record(z.string(), z.unknown()),
})

/** Opens the database in `path`; the folder must not be open elsewhere. */
export function openEngine(options: { path: string; region: string; accountId: string }): Engine {
  const store = dynaliteDb.create({
    path: options.path,
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  })
  closeIterators(store)
  store.tableDb.awsRegion = options.region
  store.tableDb.awsAccountId = options.accountId

  /** dynalite changes what it is given, so it gets its own copy. */
  const validate = (operation: EngineOperation, input: Input) => {
    const { types, custom } = loadValidation(operation)
    const data = dynaliteValidations.checkTypes(structuredClone(input), types)
    dynaliteValidations.checkValidations(data, types, custom, store)
    return data
  }

  const act = async (on: Store, operation: EngineOperation, input: Input): Promise<Answer> => {
    try {
      const data = validate(operation, input)
      const action = loadAction(operation)
      const output = await new Promise<Record<string, unknown>>((resolve, reject) => {
        action(on, data, (error, result) => {
          if (error) reject(error)
          else resolve(result ?? {})
        })
      })
      return { status: 200, body: output }
    } catch (error) {
      return answerOf(error)
    }
  }

  return {
    async run(operation, input) {
      const until = writtenWith[operation]
      if (!until) return act(store, operation, input)
      const noted = noteWrites(store, until)
      const answer = await act(noted.store, operation, input)
      if (until === 'commit' && answer.status === 200) await noted.commit()
      return answer
    },
    async runTogether(writes) {
      const noted = noteWrites(store, 'commit')
      for (const { operation, input } of writes) {
        const answer = await act(noted.store, operation, input)
        if (answer.status !== 200) return answer
      }
      await noted.commit()
      return { status: 200, body: {} }
    },
    erase: (tableName) => eraseTable(store, tableName),
    check(operation, input, item) {
      try {
        const failure = dynaliteDb.checkConditional(validate(operation, input), item)
        return failure ? answerOf(failure) : undefined
      } catch (error) {
        return answerOf(error)
      }
    },
    close: () => store.lifecycleManager.gracefulClose(),
  }
}

const require = createRequire(import.meta.url)

function loadAction(operation: EngineOperation): Action {
  return require(`dynalite/actions/${fileOf(operation)}`)
}

function loadValidation(operation: EngineOperation): Validation {
  return require(`dynalite/validations/${fileOf(operation)}`)
}

function fileOf(operation: EngineOperation): string {
  return `${operation.charAt(0).toLowerCase()}${operation.slice(1)}.js`
}

/** @throws the error itself when it is none of DynamoDB's */
function answerOf(error: unknown): Answer {
  const failure = failureSchema.safeParse(error)
  if (!failure.success) throw error
  const { Message: message, ...body } = failure.data.body
  return {
    status: failure.data.statusCode,
    body: message === undefined ? body : { ...body, message },
  }
}
