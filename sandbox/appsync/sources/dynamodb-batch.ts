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
    const tables = tablesOf(request)
    const keysOf = (table: unknown): readonly Fields[] =>
      asList(isFields(table) ? table['keys'] : undefined)
    const entries = tables.map(([name, table]) => [
      name,
      dropEmpty({
        Keys: keysOf(table),
        ...(isFields(table)
          ? { ConsistentRead: table['consistentRead'], ...projectionOf(table) }
          : {}),
      }),
    ])
    return {
      operation: 'BatchGetItem',
      input: { RequestItems: Object.fromEntries(entries) },
      uses: tables.map(([table]) => ({ action: 'BatchGetItem', table })),
      read: (body) => {
        const found = isFields(body['Responses']) ? body['Responses'] : {}
        const data = tables.map(([name, table]) => [
          name,
          keysOf(table).map((key) => findItem(asList(found[name]), key)),
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
  switch (item['operation']) {
    case 'PutItem': {
      const Item = {
        ...(isFields(item['attributeValues']) ? item['attributeValues'] : {}),
        ...(isFields(Key) ? Key : {}),
      }
      return { Put: dropEmpty({ TableName, Item, ...conditionOf(item) }) }
    }
    case 'UpdateItem':
      return { Update: dropEmpty({ TableName, Key, ...updateOf(item) }) }
    case 'DeleteItem':
      return { Delete: dropEmpty({ TableName, Key, ...conditionOf(item) }) }
    default:
      return { ConditionCheck: dropEmpty({ TableName, Key, ...conditionOf(item) }) }
  }
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

/** DynamoDB answers in any order; AppSync answers in the order of the keys. */
function findItem(items: readonly Fields[], key: Fields): Fields | null {
  const item = items.find((each) =>
    Object.entries(key).every(
      ([name, value]) => JSON.stringify(each[name]) === JSON.stringify(value),
    ),
  )
  return item ? fromAttributeMap(item) : null
}
