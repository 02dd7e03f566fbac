import { templateError } from '../errors.ts'
import { type Fields, isFields, writeField } from '../vtl/values.ts'

/** @returns a plain value as DynamoDB's JSON writes it, e.g. `{"S": "x"}` */
export function toAttributeValue(value: unknown): Fields {
  if (value === null || value === undefined) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) }
  if (isFields(value)) return { M: toAttributeMap(value) }
  throw templateError('The value has no form in DynamoDB')
}

/** @returns a map with each member as DynamoDB's JSON writes it */
export function toAttributeMap(value: unknown): Fields {
  const map: Fields = {}
  for (const [key, member] of Object.entries(isFields(value) ? value : {})) {
    writeField(map, key, toAttributeValue(member))
  }
  return map
}

/** @returns the plain value of one typed attribute; sets become lists, binary stays base64 */
function fromAttributeValue(attribute: unknown): unknown {
  if (!isFields(attribute)) return null
  const [type, value] = Object.entries(attribute)[0] ?? ['NULL', true]
  switch (type) {
    case 'N':
      return Number(value)
    case 'NS':
      return Array.isArray(value) ? value.map(Number) : []
    case 'NULL':
      return null
    case 'L':
      return Array.isArray(value) ? value.map(fromAttributeValue) : []
    case 'M':
      return fromAttributeMap(value)
    default:
      return value ?? null
  }
}

/** @returns a plain record of a DynamoDB item */
export function fromAttributeMap(item: unknown): Fields {
  const map: Fields = {}
  for (const [key, attribute] of Object.entries(isFields(item) ? item : {})) {
    writeField(map, key, fromAttributeValue(attribute))
  }
  return map
}
