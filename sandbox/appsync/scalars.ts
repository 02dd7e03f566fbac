import { isIP } from 'node:net'
import { GraphQLError, type GraphQLScalarType, valueFromASTUntyped } from 'graphql'

type Scalar = {
  /** Reads what a client sent. */
  readonly parse: (value: unknown) => unknown
  /** Writes what a resolver gave. */
  readonly serialize: (value: unknown) => unknown
}

const offset = '(?:Z|[+-]\\d{2}:\\d{2}(?::\\d{2})?)'
const time = '\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?'
const date = '\\d{4}-\\d{2}-\\d{2}'

/** The formats of AppSync's scalar types (AWS AppSync Developer Guide, "Scalar types"). */
export const awsScalars: Readonly<Record<string, Scalar>> = {
  AWSDate: text('Date', (value) => matches(value, `${date}${offset}?`) && isDate(value)),
  AWSTime: text('Time', (value) => matches(value, `${time}${offset}?`) && isTime(value)),
  AWSDateTime: text(
    'DateTime',
    (value) => matches(value, `${date}T${time}${offset}`) && isDate(value),
  ),
  AWSTimestamp: { parse: timestamp, serialize: timestamp },
  AWSEmail: text('Email', (value) => /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value)),
  AWSURL: text('URL', (value) => URL.canParse(value)),
  AWSPhone: text(
    'Phone',
    (value) => /^\+?[\d\s().-]{3,25}$/.test(value) && /\d{3}/.test(value.replace(/\D/g, '')),
  ),
  AWSIPAddress: text('IPAddress', isAddress),
  AWSJSON: { parse: parseJson, serialize: serializeJson },
}

/** Gives the schema's `AWS…` scalars, which are bare declarations, their behaviour. */
export function equipScalar(type: GraphQLScalarType): void {
  const scalar = awsScalars[type.name]
  if (!scalar) return
  type.serialize = scalar.serialize
  type.parseValue = scalar.parse
  type.parseLiteral = (node, variables) => scalar.parse(valueFromASTUntyped(node, variables))
}

function text(name: string, isValid: (value: string) => boolean): Scalar {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value
    throw new GraphQLError(`Unable to parse \`${shorten(value)}\` as a valid ${name} Object.`)
  }
  return { parse: check, serialize: check }
}

function matches(value: string, pattern: string): boolean {
  return new RegExp(`^${pattern}$`).test(value)
}

/** Dates that roll over, such as February 30, are not dates. */
function isDate(value: string): boolean {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value.slice(0, 10))
    return false
  return value[10] !== 'T' || isTime(value.slice(11))
}

function isTime(value: string): boolean {
  const [hours, minutes, seconds = 0] = value.split(/[:Z.+-]/).map(Number)
  return (hours ?? 24) < 24 && (minutes ?? 60) < 60 && seconds < 60
}

function isAddress(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

function timestamp(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new GraphQLError(`Unable to parse \`${shorten(value)}\` as a valid Timestamp Object.`)
}

function parseJson(value: unknown): unknown {
  try {
    if (typeof value === 'string') return JSON.parse(value)
  } catch {
    // Falls through to the one refusal below.
  }
  throw new GraphQLError(`Unable to parse \`${shorten(value)}\` as a valid JSON Object.`)
}

/** A string that is JSON already goes out as it is: functions often stringify themselves. */
function serializeJson(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  try {
    JSON.parse(value)
    return value
  } catch {
    return JSON.stringify(value)
  }
}

function shorten(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value))?.slice(0, 100) ?? 'null'
}
