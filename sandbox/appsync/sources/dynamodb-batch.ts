import { fromAttributeMap } from '../builtins/attribute-value.ts'
import { type Fields, isFields } from '../vtl/values.ts'
import { type Call, conditionOf, dropEmpty, projectionOf, updateOf } from './dynamodb-input.ts'

type Build = (request: Fields) => Call

const asList = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : []
const tablesOf = (request: Fields): readonly [string, unknown][] =>
  Object.entries(isFields(request['tables']) ? request['tables'] : {})

/** Operations over several items or tables. */
export const batchOperations: Readonly<Record<string, Build>> = {
  BatchGetItem: (request) => {
    const tables = tablesOf(request).map(([name, table]) => [name, readTable(table)] as const)
    return {
      operation: 'BatchGetItem',
      input: { RequestItems: Object.fromEntries(tables.map(([name, { input }]) => [name, input])) },
      uses: tables.map(([table]) => ({ action: 'BatchGetItem', table })),
      read: (body) => {
        const found = isFields(body['Responses']) ? body['Responses'] : {}
        const data = tables.map(([name, table]) => [
          name,
          table.keys.map((key) => findItem(asList(found[name]), key, table.hidden)),
        ])
        return {
          data: Object.fromEntries(data),
          unprocessedKeys: unprocessed(body['UnprocessedKeys']),
        }
      },
    }
  },
  BatchPutItem: (request) => batchWrite(request, (item) => ({ PutRequest: { Item: item } })),
  BatchDeleteItem: (request) => batchWrite(request, (key) => ({ DeleteRequest: { Key: key } })),
  TransactGetItems: (request) => {
    const items = asList(request['transactItems'])
    return {
      operation: 'TransactGetItems',
      input: {
        TransactItems: items.map((item) => ({
          Get: dropEmpty({ TableName: item['table'], Key: item['key'], ...projectionOf(item) }),
        })),
      },
      uses: items.map((item) => ({ action: 'GetItem', table: String(item['table']) })),
      read: (body) => ({
        items: asList(body['Responses']).map((each) =>
          isFields(each['Item']) ? fromAttributeMap(each['Item']) : null,
        ),
        cancellationReasons: null,
      }),
    }
  },
  TransactWriteItems: (request) => {
    const items = asList(request['transactItems'])
    return {
      operation: 'TransactWriteItems',
      input: { TransactItems: items.map(transactWrite) },
      uses: items.map((item) => ({
        action: actionOf(item),
        table: String(item['table']),
      })),
      read: () => ({
        keys: items.map((item) => fromAttributeMap(item['key'])),
        cancellationReasons: null,
      }),
    }
  },
}

function actionOf(item: Fields): string {
  const operation = String(item['operation'])
  return operation === 'ConditionCheck' ? 'ConditionCheckItem' : operation
}

function transactWrite(item: Fields): Fields {
  const TableName = item['table']
  const Key = item['key']
  const condition = isFields(item['condition']) ? item['condition'] : {}
  const wantsItem = condition['returnValuesOnConditionCheckFailure'] !== false
  const onFailure = wantsItem ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}
  switch (item['operation']) {
    case 'PutItem': {
      const Item = {
        ...(isFields(item['attributeValues']) ? item['attributeValues'] : {}),
        ...(isFields(Key) ? Key : {}),
      }
      return { Put: dropEmpty({ TableName, Item, ...conditionOf(item), ...onFailure }) }
    }
    case 'UpdateItem':
      return { Update: dropEmpty({ TableName, Key, ...updateOf(item), ...onFailure }) }
    case 'DeleteItem':
      return { Delete: dropEmpty({ TableName, Key, ...conditionOf(item), ...onFailure }) }
    default:
      return { ConditionCheck: dropEmpty({ TableName, Key, ...conditionOf(item), ...onFailure }) }
  }
}

/** @returns the result of a transaction that DynamoDB cancelled, with a reason for each item */
export function cancelled(body: Record<string, unknown>): Fields {
  const cancellationReasons = asList(body['CancellationReasons']).map((reason) => ({
    type: reason['Code'] ?? 'None',
    message: reason['Message'] ?? 'None',
    ...(isFields(reason['Item']) ? { item: fromAttributeMap(reason['Item']) } : {}),
  }))
  return { items: null, keys: null, cancellationReasons }
}

function batchWrite(request: Fields, write: (item: Fields) => Fields): Call {
  const tables = tablesOf(request).map(([name, items]) => [name, asList(items)] as const)
  return {
    operation: 'BatchWriteItem',
    input: {
      RequestItems: Object.fromEntries(tables.map(([name, items]) => [name, items.map(write)])),
    },
    uses: tables.map(([table]) => ({ action: 'BatchWriteItem', table })),
    read: (body) => ({
      data: Object.fromEntries(tables.map(([name, items]) => [name, items.map(fromAttributeMap)])),
      unprocessedItems: unprocessed(body['UnprocessedItems']),
    }),
  }
}

function unprocessed(tables: unknown): Fields {
  return Object.fromEntries(Object.entries(isFields(tables) ? tables : {}))
}

type TableRead = {
  readonly keys: readonly Fields[]
  readonly input: Fields
  /** Parts of the key that are read to find the item, but were not asked for. */
  readonly hidden: readonly string[]
}

function readTable(table: unknown): TableRead {
  const { keys, consistentRead, ...rest } = isFields(table) ? table : {}
  const list = asList(keys)
  const { ExpressionAttributeNames, ProjectionExpression } = projectionOf(rest)
  const names = isFields(ExpressionAttributeNames) ? ExpressionAttributeNames : {}
  const asked = typeof ProjectionExpression === 'string' ? ProjectionExpression : ''
  const shown = new Set(asked.split(',').map((path) => names[path.trim()] ?? path.trim()))
  const hidden = asked === '' ? [] : Object.keys(list[0] ?? {}).filter((name) => !shown.has(name))
  const added = hidden.map((name, index) => [`#appsync_key_${index}`, name] as const)
  const input = dropEmpty({
    Keys: list,
    ConsistentRead: consistentRead,
    ProjectionExpression: [asked, ...added.map(([name]) => name)].join(', '),
    ExpressionAttributeNames: { ...names, ...Object.fromEntries(added) },
  })
  return { keys: list, input, hidden }
}

/** DynamoDB answers in any order; AppSync answers in the order of the keys. */
function findItem(items: readonly Fields[], key: Fields, hidden: readonly string[]): Fields | null {
  const item = items.find((each) =>
    Object.entries(key).every(
      ([name, value]) => JSON.stringify(each[name]) === JSON.stringify(value),
    ),
  )
  if (!item) return null
  const shown = Object.entries(item).filter(([name]) => !hidden.includes(name))
  return fromAttributeMap(Object.fromEntries(shown))
}
