import type { Answer, Engine, Input } from './engine.ts'
import type { Gate } from './gate.ts'
import type { TableDefinition } from './table-definition.ts'

/** What an operation is handed. */
export type OperationContext = {
  readonly engine: Engine
  readonly gate: Gate
  /** By name, as the template describes them. */
  readonly tables: ReadonlyMap<string, TableDefinition>
}

/** A permission that a request needs: an action on a table or, by its name, one of its indexes. */
export type Need = {
  readonly action: string
  /** `undefined` for every table. */
  readonly table: string | undefined
  readonly index?: string
}

/** One operation of DynamoDB. */
export type Operation = {
  readonly name: string
  needs(input: Input): readonly Need[]
  run(context: OperationContext, input: Input): Promise<Answer>
}
