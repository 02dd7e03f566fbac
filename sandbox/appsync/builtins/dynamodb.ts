import type { Fields } from '../vtl/values.ts'
import { toAttributeMap, toAttributeValue } from './attribute-value.ts'

type Member = (...args: unknown[]) => unknown

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const converters: Readonly<Record<string, (value: unknown) => Fields>> = {
  toDynamoDB: toAttributeValue,
  toString: (value: unknown) => ({ S: String(value) }),
  toStringSet: (value) => ({ SS: list(value).map(String) }),
  toNumber: (value) => ({ N: String(value) }),
  toNumberSet: (value) => ({ NS: list(value).map(String) }),
  toBinary: (value) => ({ B: String(value) }),
  toBinarySet: (value) => ({ BS: list(value).map(String) }),
  toBoolean: (value) => ({ BOOL: value === true }),
  toNull: () => ({ NULL: true }),
  toList: (value) => ({ L: list(value).map(toAttributeValue) }),
  toMap: (value) => ({ M: toAttributeMap(value) }),
  toMapValues: toAttributeMap,
}

/** `$util.dynamodb`: each converter, and its twin with `Json` that gives the text. */
export const dynamodbMembers: Readonly<Record<string, Member>> = Object.fromEntries(
  Object.entries(converters).flatMap(([name, convert]): [string, Member][] => [
    [name, (value) => convert(value)],
    [`${name}Json`, (value) => JSON.stringify(convert(value))],
  ]),
)
