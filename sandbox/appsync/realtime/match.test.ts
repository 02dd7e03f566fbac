import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { toSubscriptionFilter } from '../builtins/subscription-filter.ts'
import { filterFault } from './check-filter.ts'
import { matchesFilter } from './match.ts'

const event = { owner: 'ann', score: 5, tags: ['a', 'b'], place: { city: 'Bern' }, none: null }

test.each([
  [{ owner: { eq: 'ann' } }, true],
  [{ owner: { ne: 'ann' } }, false],
  [{ score: { ge: 5, lt: 6 } }, true],
  [{ score: { between: [1, 4] } }, false],
  [{ tags: { contains: 'a' } }, true],
  [{ tags: { containsAny: ['x', 'b'] } }, true],
  [{ owner: { in: ['bob', 'ann'] } }, true],
  [{ owner: { notIn: ['bob', 'ann'] } }, false],
  [{ owner: { beginsWith: 'a' } }, true],
  [{ 'place.city': { eq: 'Bern' } }, true],
  [{ absent: { ne: 'x' } }, false],
  [{ owner: { unheardOf: 'ann' } }, false],
  [
    { and: [{ or: [{ owner: { eq: 'bob' } }, { score: { eq: 5 } }] }, { owner: { eq: 'ann' } }] },
    true,
  ],
  [{ or: [{ owner: { eq: 'bob' } }, { score: { eq: 4 } }] }, false],
])('%j decides %s', (filter, expected) => {
  expect(matchesFilter(event, toSubscriptionFilter(filter, undefined))).toBe(expected)
})

test('a filter with and over or means what it says', () => {
  const rule = fc.record({ score: fc.record({ eq: fc.integer({ min: 3, max: 6 }) }) })
  fc.assert(
    fc.property(
      fc.array(fc.array(rule, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      (all) => {
        const filter = toSubscriptionFilter({ and: all.map((or) => ({ or })) }, undefined)
        const meant = all.every((or) => or.some(({ score }) => score.eq === event.score))
        expect(matchesFilter(event, filter)).toBe(meant)
      },
    ),
  )
})

test.each([
  [{ tags: { containsAny: Array.from({ length: 21 }, String) } }, 'at most 20 values'],
  [{ owner: { in: ['a', 'b', 'c', 'd', 'e', 'f'] } }, 'at most 5 values'],
  [{ score: { between: 1 } }, 'at most 2 values'],
  [{ owner: { unheardOf: 'ann' } }, "no operator 'unheardOf'"],
  [{ 'a.b.c.d.e.f': { eq: 1 } }, 'too deep'],
])('AppSync says of %j: %s', (filter, fault) => {
  expect(filterFault(toSubscriptionFilter(filter))).toContain(fault)
})

test.each([{ owner: { in: ['a', 'b', 'c', 'd', 'e'] }, 'a.b.c.d.e': { eq: 1 } }, {}])(
  'AppSync takes %j',
  (filter) => {
    expect(filterFault(toSubscriptionFilter(filter))).toBeUndefined()
  },
)

test('several operators of one field are alternatives', () => {
  const filter = toSubscriptionFilter({ score: { lt: 3, gt: 4 } })
  expect([1, 3, 4, 5].map((score) => matchesFilter({ score }, filter))).toEqual([
    true,
    false,
    false,
    true,
  ])
})

test('a filter that unfolds too far is refused', () => {
  const or = Array.from({ length: 11 }, (_, eq) => ({ score: { eq } }))
  expect(() => toSubscriptionFilter({ and: [{ or }, { or }] }, undefined)).toThrow(/alternatives/)
})
