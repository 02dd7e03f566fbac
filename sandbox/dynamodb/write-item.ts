import type { Answer, EngineOperation, Input } from './engine.ts'
import { itemKey } from './item-key.ts'
import type { OperationContext } from './operation.ts'

/**
 * Runs a single write. With `ReturnValuesOnConditionCheckFailure: ALL_OLD`, which dynalite does not
 * know, a failed condition is answered with the item that it failed on.
 */
export async function writeItem(
  { engine, gate, tables }: OperationContext,
  operation: Extract<EngineOperation, 'PutItem' | 'UpdateItem' | 'DeleteItem'>,
  input: Input,
): Promise<Answer> {
  if (input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') {
    return await gate.share(() => engine.run(operation, input))
  }
  // Alone, so that the item is still the one that the condition saw.
  return await gate.alone(async () => {
    const answer = await engine.run(operation, input)
    const failed = String(answer.body['__type']).endsWith('#ConditionalCheckFailedException')
    const table = tables.get(String(input['TableName']))
    if (!failed || !table) return answer
    const found = await engine.run('GetItem', {
      TableName: input['TableName'],
      Key: itemKey(table, input),
      ConsistentRead: true,
    })
    const item = found.body['Item']
    return item ? { ...answer, body: { ...answer.body, Item: item } } : answer
  })
}
