import { toAttributeMap } from '../builtins/attribute-value.ts'
import { conditionExpression } from '../builtins/condition-expression.ts'
import { templateError } from '../errors.ts'
import { type Fields, isFields } from '../vtl/values.ts'
import type { Members } from './realm.ts'
import { operationMembers, toUpdate } from './update-expression.ts'

type Help = (input: Fields) => Fields

const pages = [
  'index',
  'limit',
  'nextToken',
  'consistentRead',
  'select',
  'scanIndexForward',
].concat(['totalSegments', 'segment'])

const helpers: Readonly<Record<string, Help>> = {
  get: (input) => ({
    operation: 'GetItem',
    key: keyOf(input),
    ...pick(input, ['consistentRead']),
    ...projectionOf(input),
  }),
  put: (input) => ({ operation: 'PutItem', ...putOf(input) }),
  update: (input) => ({ operation: 'UpdateItem', ...updateOf(input) }),
  remove: (input) => ({ operation: 'DeleteItem', ...removeOf(input) }),
  query: (input) => ({
    operation: 'Query',
    query: conditionExpression(input['query'], 'query_'),
    ...filterOf(input),
    ...pick(input, pages),
    ...projectionOf(input),
  }),
  scan: (input) => ({
    operation: 'Scan',
    ...filterOf(input),
    ...pick(input, pages),
    ...projectionOf(input),
  }),
  batchGet: (input) => ({
    operation: 'BatchGetItem',
    tables: eachTable(input, (table) => ({
      keys: listOf(isFields(table) ? table['keys'] : []).map(toAttributeMap),
      ...(isFields(table) ? { ...pick(table, ['consistentRead']), ...projectionOf(table) } : {}),
    })),
  }),
  batchPut: (input) => ({
    operation: 'BatchPutItem',
    tables: eachTable(input, (items) => listOf(items).map(toAttributeMap)),
  }),
  batchDelete: (input) => ({
    operation: 'BatchDeleteItem',
    tables: eachTable(input, (keys) => listOf(keys).map(toAttributeMap)),
  }),
  transactGet: (input) => ({
    operation: 'TransactGetItems',
    transactItems: fieldsIn(input['items']).map((item) => ({
      table: item['table'],
      key: keyOf(item),
      ...projectionOf(item),
    })),
  }),
  transactWrite: (input) => ({
    operation: 'TransactWriteItems',
    transactItems: fieldsIn(input['items']).map(transactItem),
  }),
}

/**
 * `@aws-appsync/utils/dynamodb`: each makes the request document of one operation from plain values.
 * Members throw FieldError when their input cannot be one.
 */
export const dynamodbHelpers: Members = {
  ...Object.fromEntries(
    Object.entries(helpers).map(([name, help]) => [
      name,
      (input: unknown) => help(fieldsOf(input)),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(operationMembers).map(([name, make]) => [`operations.${name}`, make]),
  ),
}

const transactSteps: Readonly<Record<string, { operation: string; build: Help }>> = {
  putItem: { operation: 'PutItem', build: (item) => putOf(item) },
  updateItem: { operation: 'UpdateItem', build: (item) => updateOf(item) },
  deleteItem: { operation: 'DeleteItem', build: (item) => removeOf(item) },
  conditionCheck: { operation: 'ConditionCheck', build: (item) => removeOf(item) },
}

function transactItem(item: Fields): Fields {
  const [name = '', input] = Object.entries(item)[0] ?? []
  const step = transactSteps[name]
  if (!step || !isFields(input)) throw templateError(`A transaction has no step '${name}'`)
  return { operation: step.operation, table: input['table'], ...step.build(input) }
}

function putOf(input: Fields): Fields {
  return {
    key: keyOf(input),
    attributeValues: toAttributeMap(input['item']),
    ...conditionOf(input),
  }
}

function updateOf(input: Fields): Fields {
  return { key: keyOf(input), update: toUpdate(input['update']), ...conditionOf(input) }
}

function removeOf(input: Fields): Fields {
  return { key: keyOf(input), ...conditionOf(input) }
}

function keyOf(input: Fields): Fields {
  return toAttributeMap(fieldsOf(input['key']))
}

/** Each expression of a request has placeholders of its own, since DynamoDB takes them as one set. */
function conditionOf({ condition }: Fields): Fields {
  return isFields(condition) ? { condition: conditionExpression(condition, 'condition_') } : {}
}

function filterOf({ filter }: Fields): Fields {
  return isFields(filter) ? { filter: conditionExpression(filter, 'filter_') } : {}
}

function projectionOf({ projection }: Fields): Fields {
  if (!Array.isArray(projection)) return isFields(projection) ? { projection } : {}
  const names = projection.map((name, index) => [`#projection_${index}`, String(name)] as const)
  const expression = names.map(([placeholder]) => placeholder).join(', ')
  return { projection: { expression, expressionNames: Object.fromEntries(names) } }
}

function eachTable(input: Fields, map: (table: unknown) => unknown): Fields {
  const tables = Object.entries(fieldsOf(input['tables']))
  return Object.fromEntries(tables.map(([name, table]) => [name, map(table)]))
}

function pick(input: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  )
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldsIn(value: unknown): readonly Fields[] {
  return listOf(value).filter(isFields)
}

function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw templateError('A DynamoDB helper needs an object')
  return value
}
