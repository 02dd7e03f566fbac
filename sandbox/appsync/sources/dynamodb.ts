import { fromAttributeMap } from '../builtins/attribute-value.ts'
import type { DataSource } from '../definition.ts'
import { type Fields, isFields, printed } from '../vtl/values.ts'
import { batchOperations, cancelled } from './dynamodb-batch.ts'
import {
  type Call,
  conditionOf,
  dropEmpty,
  filterOf,
  projectionOf,
  updateOf,
  withTextNumbers,
} from './dynamodb-input.ts'
import { decodeToken, encodeToken } from './next-token.ts'
import { failed, type RunSource, refusal, type SourceEdges, type SourceOutcome } from './source.ts'

type Build = (request: Fields, tableName: string) => Call

const itemOperations: Readonly<Record<string, Build>> = {
  GetItem: (request, TableName) => ({
    operation: 'GetItem',
    input: {
      TableName,
      Key: request['key'],
      ConsistentRead: request['consistentRead'],
      ...projectionOf(request),
    },
    read: (body) => itemOrNull(body['Item']),
  }),
  PutItem: (request, TableName) => {
    const item = { ...asFields(request['attributeValues']), ...asFields(request['key']) }
    return {
      operation: 'PutItem',
      input: { TableName, Item: item, ...conditionOf(request) },
      read: () => fromAttributeMap(item),
    }
  },
  UpdateItem: (request, TableName) => ({
    operation: 'UpdateItem',
    input: { TableName, Key: request['key'], ReturnValues: 'ALL_NEW', ...updateOf(request) },
    read: (body) => itemOrNull(body['Attributes']),
  }),
  DeleteItem: (request, TableName) => ({
    operation: 'DeleteItem',
    input: { TableName, Key: request['key'], ReturnValues: 'ALL_OLD', ...conditionOf(request) },
    read: (body) => itemOrNull(body['Attributes']),
  }),
  Query: (request, TableName) => {
    const query = asFields(request['query'])
    const filter = filterOf(request, query)
    return {
      operation: 'Query',
      input: {
        TableName,
        KeyConditionExpression: query['expression'],
        ScanIndexForward: request['scanIndexForward'],
        ...pageOf(request, TableName),
        ...filter,
      },
      read: (body) => pageResult(body, request, TableName),
    }
  },
  Scan: (request, TableName) => ({
    operation: 'Scan',
    input: {
      TableName,
      TotalSegments: request['totalSegments'],
      Segment: request['segment'],
      ...pageOf(request, TableName),
      ...filterOf(request, {}),
    },
    read: (body) => pageResult(body, request, TableName),
  }),
}

/** GetItem, PutItem, UpdateItem, DeleteItem, Query, Scan, and the batch and transaction operations. */
export const runDynamoDb: RunSource = async (document, source, edges) => {
  const request = asFields(withTextNumbers(document))
  const name = String(request['operation'])
  const build = itemOperations[name] ?? batchOperations[name]
  if (!build) {
    return failed(
      'DynamoDB:IllegalArgument',
      `The sandbox does not support the operation '${name}'`,
    )
  }
  const call = build(request, source.tableName ?? '')
  const refused = refuseCall(call, source, edges)
  if (refused !== undefined) return failed('DynamoDB:AccessDeniedException', refused)
  const { status, body } = await edges.dynamodb.call(call.operation, dropEmpty(call.input))
  if (status === 200) return { result: call.read(body), error: undefined }
  return onFailure(body, { request, call, source, edges })
}

function refuseCall(call: Call, source: DataSource, edges: SourceEdges): string | undefined {
  const arn = (table: string): string =>
    `arn:aws:dynamodb:${edges.region}:${edges.accountId}:table/${table}`
  const index = call.input['IndexName']
  const suffix = typeof index === 'string' ? `/index/${index}` : ''
  const uses = call.uses ?? [{ action: call.operation, table: source.tableName ?? '' }]
  for (const { action, table } of uses) {
    const refused = refusal(source, edges, {
      action: `dynamodb:${action}`,
      resource: arn(table) + suffix,
    })
    if (refused !== undefined) return refused
  }
  return undefined
}

/** AppSync names DynamoDB's error and quotes its message in the Java SDK's way. */
async function onFailure(
  body: Record<string, unknown>,
  at: { request: Fields; call: Call; source: DataSource; edges: SourceEdges },
): Promise<SourceOutcome> {
  const code = printed(body['__type'] ?? 'InternalServerError').replace(/^.*#/, '')
  const message = printed(body['message'] ?? body['Message'] ?? code)
  const outcome = failed(`DynamoDB:${code}`, `${message} (Service: DynamoDb, Status Code: 400)`)
  if (code === 'TransactionCanceledException') return { ...outcome, result: cancelled(body) }
  if (code !== 'ConditionalCheckFailedException') return outcome
  const condition = asFields(at.request['condition'])
  const ignored = condition['equalsIgnore']
  if (!Array.isArray(ignored)) return outcome
  const stored = await readStored(at)
  return isSameBut(stored, at.request, ignored)
    ? { result: stored, error: undefined }
    : { ...outcome, result: stored }
}

/** `equalsIgnore`: a repeat of a write that is already there counts as done. */
async function readStored(at: {
  request: Fields
  source: DataSource
  edges: SourceEdges
}): Promise<Fields | null> {
  const { body } = await at.edges.dynamodb.call('GetItem', {
    TableName: at.source.tableName,
    Key: at.request['key'],
    ConsistentRead: true,
  })
  return itemOrNull(body['Item'])
}

function isSameBut(stored: Fields | null, request: Fields, ignored: readonly unknown[]): boolean {
  if (request['operation'] === 'DeleteItem') return stored === null
  if (stored === null || request['operation'] !== 'PutItem') return false
  const wanted = {
    ...fromAttributeMap(request['attributeValues']),
    ...fromAttributeMap(request['key']),
  }
  const names = new Set([...Object.keys(wanted), ...Object.keys(stored)])
  return [...names].every(
    (name) =>
      ignored.includes(name) || JSON.stringify(stored[name]) === JSON.stringify(wanted[name]),
  )
}

function pageOf(request: Fields, tableName: string): Fields {
  const index = typeof request['index'] === 'string' ? request['index'] : undefined
  return {
    IndexName: index,
    Limit: request['limit'],
    ConsistentRead: request['consistentRead'],
    Select: request['select'],
    ExclusiveStartKey: decodeToken(request['nextToken'], { tableName, index }),
  }
}

function pageResult(body: Record<string, unknown>, request: Fields, tableName: string): Fields {
  const index = typeof request['index'] === 'string' ? request['index'] : undefined
  const items = Array.isArray(body['Items']) ? body['Items'] : []
  return {
    items: items.map(fromAttributeMap),
    nextToken: encodeToken(body['LastEvaluatedKey'], { tableName, index }),
    scannedCount: body['ScannedCount'] ?? items.length,
    startedAt: null,
  }
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {}
}

function itemOrNull(item: unknown): Fields | null {
  return isFields(item) ? fromAttributeMap(item) : null
}
