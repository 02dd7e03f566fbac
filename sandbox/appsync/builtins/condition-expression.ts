import { templateError } from '../errors.ts'
import { type Fields, isFields } from '../vtl/values.ts'
import { toAttributeValue } from './attribute-value.ts'

type Build = { readonly names: Fields; readonly values: Fields; readonly prefix: string }

const comparisons: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  le: '<=',
  lt: '<',
  ge: '>=',
  gt: '>',
}

const calls: Readonly<Record<string, string>> = {
  contains: 'contains',
  notContains: 'NOT contains',
  beginsWith: 'begins_with',
}

/** DynamoDB's own bound on an expression is 4 KB; this one only stops a hostile depth. */
const deepest = 20

/** `$util.transform.toDynamoDBFilterExpression`: the text of `conditionExpression`. */
export function toConditionExpression(filter: unknown): string {
  return JSON.stringify(conditionExpression(filter))
}

/**
 * Turns a GraphQL filter object into a DynamoDB expression.
 * @param prefix for the placeholders of values, where one request has several expressions
 * @returns `{expression, expressionNames, expressionValues}`
 * @throws FieldError on an operator that the sandbox does not know
 */
export function conditionExpression(filter: unknown, prefix = ''): Fields {
  const build: Build = { names: {}, values: {}, prefix }
  const expression = isFields(filter) ? group(filter, build, 0) : ''
  return { expression, expressionNames: build.names, expressionValues: build.values }
}

function group(filter: Fields, build: Build, depth: number): string {
  if (depth > deepest) throw templateError('The filter is nested too deeply')
  const parts = Object.entries(filter).flatMap(([key, condition]) => {
    if (condition === null || condition === undefined) return []
    const part = member(key, condition, { build, depth })
    return part === '' ? [] : [part]
  })
  return join(parts, 'AND')
}

function join(parts: readonly string[], word: 'AND' | 'OR'): string {
  return parts.length > 1 ? `(${parts.join(` ${word} `)})` : (parts[0] ?? '')
}

function member(key: string, condition: unknown, at: { build: Build; depth: number }): string {
  const nested = (item: unknown): string =>
    isFields(item) ? group(item, at.build, at.depth + 1) : ''
  if (key === 'and' || key === 'or') {
    const items = Array.isArray(condition) ? condition : [condition]
    const parts = items.map(nested).filter((part) => part !== '')
    return join(parts, key === 'and' ? 'AND' : 'OR')
  }
  if (key === 'not') {
    const part = nested(condition)
    return part === '' ? '' : `(NOT ${part})`
  }
  return isFields(condition) ? fieldConditions(key, condition, at.build) : ''
}

function fieldConditions(field: string, conditions: Fields, build: Build): string {
  build.names[`#${field}`] = field
  const parts = Object.entries(conditions).flatMap(([operator, operand]) =>
    operand === undefined
      ? []
      : [condition({ path: `#${field}`, field, operator, operand }, build)],
  )
  return join(parts, 'AND')
}

function condition(
  of: { path: string; field: string; operator: string; operand: unknown },
  build: Build,
): string {
  const { path, operator, operand } = of
  const value = (item: unknown): string => {
    const count = Object.keys(build.values).length
    const name = `:${build.prefix}${of.field}_${operator}_${count}`
    build.values[name] = toAttributeValue(item)
    return name
  }
  const sign = comparisons[operator]
  if (sign !== undefined) return `(${path} ${sign} ${value(operand)})`
  const call = calls[operator]
  if (call !== undefined) return `(${call}(${path}, ${value(operand)}))`
  switch (operator) {
    case 'between': {
      const [from, to] = asList(operand)
      return `(${path} BETWEEN ${value(from)} AND ${value(to)})`
    }
    case 'in':
      return `(${path} IN (${asList(operand).map(value).join(', ')}))`
    case 'attributeExists':
      return operand === true ? `(attribute_exists(${path}))` : `(attribute_not_exists(${path}))`
    case 'attributeType':
      return `(attribute_type(${path}, ${value(attributeTypes[String(operand)] ?? operand)}))`
    case 'size':
      return isFields(operand) ? sizeConditions(path, operand, value) : ''
    default:
      throw templateError(`The sandbox does not know the filter operator '${operator}'`)
  }
}

function asList(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand]
}

function sizeConditions(
  path: string,
  conditions: Fields,
  value: (item: unknown) => string,
): string {
  const parts = Object.entries(conditions).flatMap(([operator, operand]) => {
    if (operand === null || operand === undefined) return []
    if (operator === 'between' && Array.isArray(operand)) {
      return [`(size(${path}) BETWEEN ${value(operand[0])} AND ${value(operand[1])})`]
    }
    const sign = comparisons[operator]
    if (sign === undefined) {
      throw templateError(`The sandbox does not know the size operator '${operator}'`)
    }
    return [`(size(${path}) ${sign} ${value(operand)})`]
  })
  return join(parts, 'AND')
}

/** Amplify's `ModelAttributeTypes` by DynamoDB's letters. */
const attributeTypes: Readonly<Record<string, string>> = {
  binary: 'B',
  binarySet: 'BS',
  bool: 'BOOL',
  list: 'L',
  map: 'M',
  number: 'N',
  numberSet: 'NS',
  string: 'S',
  stringSet: 'SS',
  _null: 'NULL',
}
