import * as z from 'zod'
import { failure } from '../answers.ts'
import type { Answer, EngineOperation, Input } from '../engine.ts'
import { itemKey } from '../item-key.ts'
import type { Operation, OperationContext } from '../operation.ts'
import { tableNameOf } from '../table-name.ts'

const maxItems = 100

/** Each kind of item with the operation that does it; a condition check is a delete not done. */
const kinds = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const satisfies Record<string, EngineOperation>

const stepSchema = z.looseObject({ TableName: z.string() })
const inputSchema = z.object({
  TransactItems: z
    .array(
      z.strictObject({
        Put: stepSchema.optional(),
        Update: stepSchema.optional(),
        Delete: stepSchema.optional(),
        ConditionCheck: stepSchema.optional(),
      }),
    )
    .min(1)
    .max(maxItems),
})

type Step = {
  readonly kind: keyof typeof kinds
  readonly input: Input & { TableName: string }
}

/** An item as it is before the transaction. */
type Before = {
  readonly table: string
  readonly key: Input
  readonly item: Input | undefined
}

type Prepared = Step & { readonly before: Before }

export const transactWriteItems: Operation = {
  name: 'TransactWriteItems',
  needs: (input) =>
    (readSteps(input) ?? []).map(({ kind, input: { TableName } }) => ({
      action: `dynamodb:${kind === 'ConditionCheck' ? 'ConditionCheckItem' : kinds[kind]}`,
      table: TableName,
    })),
  async run(context, input) {
    const steps = readSteps(input)
    if (!steps) {
      return failure('ValidationException', `TransactItems must be 1 to ${maxItems} valid items.`)
    }
    return await context.gate.alone(() => runSteps(context, steps))
  },
}

function readSteps(input: Input): readonly Step[] | undefined {
  const items = inputSchema.safeParse(input).data?.TransactItems ?? []
  const steps = items.map((item) =>
    Object.entries(item).flatMap(([kind, step]): Step[] =>
      step && isKind(kind)
        ? [{ kind, input: { ...step, TableName: tableNameOf(step.TableName) ?? '' } }]
        : [],
    ),
  )
  return steps.length > 0 && steps.every(({ length }) => length === 1) ? steps.flat() : undefined
}

function isKind(text: string): text is keyof typeof kinds {
  return text in kinds
}

async function runSteps(context: OperationContext, steps: readonly Step[]): Promise<Answer> {
  const { engine } = context
  const prepared: Prepared[] = []
  for (const step of steps) {
    const before = await readBefore(context, step)
    if ('status' in before) return before
    prepared.push({ ...step, before })
  }
  const names = prepared.map(({ before }) => `${before.table} ${JSON.stringify(before.key)}`)
  if (new Set(names).size < names.length) {
    const message = 'Transaction request cannot include multiple operations on one item'
    return failure('ValidationException', message)
  }
  const checks = prepared.map((step) =>
    engine.check(kinds[step.kind], step.input, step.before.item),
  )
  const invalid = checks.find((check) => check && !isConditional(check))
  if (invalid) return invalid
  if (checks.some((check) => check)) return cancelled(prepared, checks)

  const writes = prepared.flatMap(({ kind, input }) =>
    kind === 'ConditionCheck' ? [] : [{ operation: kinds[kind], input }],
  )
  return await engine.runTogether(writes)
}

/** @returns the item as it is now, or the answer of an error */
async function readBefore(
  { engine, tables }: OperationContext,
  { input }: Step,
): Promise<Before | Answer> {
  const table = tables.get(input.TableName)
  if (!table) return failure('ResourceNotFoundException', 'Requested resource not found')
  const key = itemKey(table, input)
  const found = await engine.run('GetItem', {
    TableName: table.name,
    Key: key,
    ConsistentRead: true,
  })
  if (found.status !== 200) return found
  const item = z.record(z.string(), z.unknown()).optional().parse(found.body['Item'])
  return { table: table.name, key, item }
}

function cancelled(steps: readonly Prepared[], checks: readonly (Answer | undefined)[]): Answer {
  const reasons = steps.map(({ input, before }, index) => {
    if (!checks[index]) return { Code: 'None' }
    const wanted = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD'
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(wanted && before.item && { Item: before.item }),
    }
  })
  const codes = reasons.map(({ Code }) => Code).join(', ')
  return failure(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}

function isConditional({ body }: Answer): boolean {
  return String(body['__type']).endsWith('#ConditionalCheckFailedException')
}
