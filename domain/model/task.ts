import type { Facts } from '../operation/define-operation.ts'
import type { RequestFields } from '../operation/request.ts'
import { type Definition, type Operation, operationTable } from '../operation/table.ts'

/**
 * An operation in the forms that models differ by: a service that guides by edges may not guide by
 * regions. Cards list what a model can do by task; routing and limits go by it.
 */
// oxlint-disable-next-line typescript/no-unnecessary-template-expression -- inferred literals widen
export type Task = `${TaskOf<Definition>}`

type TaskOf<Each> = Each extends { taskOf: (...asked: never[]) => infer Named extends string }
  ? Named
  : Each extends { name: infer Name extends string }
    ? Name
    : never

/** The forms that one operation has. */
export type TasksOf<Asked extends Operation> = TaskOf<Extract<Definition, { name: Asked }>>

/** What a request has by which it is routed; the rest of it may still be missing. */
export type Routable = RequestFields & {
  readonly operation: Operation
  readonly model?: string | undefined
}

/** The task that a request stands for. */
export function taskOf(asked: Routable): Task {
  const { taskOf }: Facts = operationTable[asked.operation]
  // Each takes the fields of its own operation, a pair that TypeScript cannot follow.
  return (taskOf?.(asked as never) ?? asked.operation) as Task
}
