import { type Fields, isFields } from '../vtl/values.ts'

/** One call to DynamoDB, and how its answer reads to a resolver. */
export type Call = {
  readonly operation: string
  readonly input: Fields
  readonly read: (body: Record<string, unknown>) => unknown
  /** What the role must allow; by default the operation on the data source's table. */
  readonly uses?: readonly { readonly action: string; readonly table: string }[]
}

const asFields = (value: unknown): Fields => (isFields(value) ? value : {})

/**
 * AppSync takes the numbers of a request as numbers too, `{"N": 1}`; DynamoDB wants text.
 * @returns the request with such numbers as text
 */
export function withTextNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextNumbers)
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'N' && typeof member === 'number') return [name, String(member)]
      if (name === 'NS' && Array.isArray(member)) return [name, member.map(textOf)]
      return [name, withTextNumbers(member)]
    }),
  )
}

const textOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)

/** DynamoDB refuses empty maps of names and values, and members that are null. */
export function dropEmpty(input: Fields): Fields {
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => {
      if (value === null || value === undefined || value === '') return false
      const mayBeEmpty = name !== 'ExpressionAttributeNames' && name !== 'ExpressionAttributeValues'
      return mayBeEmpty || (isFields(value) && Object.keys(value).length > 0)
    }),
  )
}

/** @returns the condition of a write, with its names and values */
export function conditionOf(request: Fields): Fields {
  return placeholders({ ConditionExpression: asFields(request['condition'])['expression'] }, [
    request['condition'],
  ])
}

/** @returns the update expression and the condition, their names and values merged */
export function updateOf(request: Fields): Fields {
  return placeholders(
    {
      UpdateExpression: asFields(request['update'])['expression'],
      ConditionExpression: asFields(request['condition'])['expression'],
    },
    [request['update'], request['condition']],
  )
}

/** @returns filter and projection, merged with the placeholders of the query */
export function filterOf(request: Fields, query: Fields): Fields {
  return placeholders(
    {
      FilterExpression: asFields(request['filter'])['expression'],
      ProjectionExpression: asFields(request['projection'])['expression'],
    },
    [query, request['filter'], request['projection']],
  )
}

/** @returns the projection of a GetItem */
export function projectionOf(request: Fields): Fields {
  return placeholders({ ProjectionExpression: asFields(request['projection'])['expression'] }, [
    request['projection'],
  ])
}

function placeholders(expressions: Fields, parts: readonly unknown[]): Fields {
  const merged = (name: string): Fields =>
    Object.assign({}, ...parts.map((part) => asFields(asFields(part)[name])))
  return {
    ...expressions,
    ExpressionAttributeNames: merged('expressionNames'),
    ExpressionAttributeValues: merged('expressionValues'),
  }
}
