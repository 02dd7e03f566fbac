import { describe, expect, test } from 'vitest'
import { awsScalars } from './scalars.ts'

/** Examples of "Scalar types in GraphQL" in the AWS AppSync Developer Guide, and their opposites. */
const examples: Readonly<Record<string, { good: unknown[]; bad: unknown[] }>> = {
  AWSDate: {
    good: ['1970-01-01Z', '1970-01-01', '1970-01-01-07:00', '1970-01-01+05:30', '2024-02-29'],
    bad: ['1970-1-1', '2026-02-29', '1970-01-01T00:00:00Z', 'today', 19700101, null],
  },
  AWSTime: {
    good: ['12:30', '12:30Z', '12:30:24-07:00', '12:30:24.500+05:30'],
    bad: ['24:00', '12:60', '12', '12:30:24,5', 1230],
  },
  AWSDateTime: {
    good: ['1970-01-01T12:30:00Z', '1970-01-01T12:30:00.123456789-07:00', '1970-01-01T12:30Z'],
    bad: ['1970-01-01T12:30:00', '1970-01-01', '1970-13-01T12:30:00Z', '1970-01-01T25:00:00Z', 0],
  },
  AWSTimestamp: { good: [0, -1, 1714514400], bad: ['0', 1.5, Number.NaN] },
  AWSEmail: { good: ['username@example.com'], bad: ['username', 'a b@example.com', 'a@b', 1] },
  AWSURL: {
    good: ['https://www.amazon.com/dp/B000NZW3KC/', 'http://localhost/', 'mailto:a@example.com'],
    bad: ['www.amazon.com', '/path', ''],
  },
  AWSPhone: { good: ['+1 555 555 5555', '555-5555', '(044) 668 18 00'], bad: ['phone', '1', ''] },
  AWSIPAddress: {
    good: ['123.12.34.56', '123.45.67.89/16', '1a2b:3c4b::1234:4567', '::1/64'],
    bad: ['256.0.0.1', '1.2.3', '1.2.3.4/33', '::1/129', 'localhost'],
  },
  AWSJSON: {
    good: ['{"upvotes": 10}', '[1,2,3]', '"text"', 'true'],
    bad: ['{a: 1}', "'single'", {}],
  },
}

const cases = (kind: 'good' | 'bad'): [string, unknown][] =>
  Object.entries(examples).flatMap(([name, { [kind]: values }]) =>
    values.map((value): [string, unknown] => [name, value]),
  )

test('every scalar of AppSync has examples', () => {
  expect(Object.keys(examples).toSorted()).toEqual(Object.keys(awsScalars).toSorted())
})

describe('a client may send', () => {
  test.each(cases('good'))('%s %j', (name, value) => {
    expect(() => awsScalars[name]?.parse(value)).not.toThrow()
  })
})

describe('a client may not send', () => {
  test.each(cases('bad'))('%s %j', (name, value) => {
    const words = `as a valid ${name.slice('AWS'.length)} Object`
    expect(() => awsScalars[name]?.parse(value)).toThrow(words)
  })
})
