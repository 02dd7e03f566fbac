import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Collection,
  emptyCollection,
  listed,
  type Versioned,
  withBatch,
  withOlder,
  withRemoved,
  withRestored,
  withSeen,
} from './collection.ts'

const empty: Collection<Versioned> = emptyCollection

/** A record whose creation time follows its number: a higher one is newer. */
function aRecord(number: number, revision = 1): Versioned {
  return { id: `r${number}`, createdAt: `2026-11-21T10:00:0${number}.000Z`, revision }
}

function idsOf(collection: Collection<Versioned>): string[] {
  return listed(collection).map(({ id }) => id)
}

test('any order of the same sightings ends in the same records', () => {
  const sightings = fc.array(
    fc.record({ number: fc.integer({ min: 0, max: 4 }), revision: fc.integer({ min: 1, max: 6 }) }),
  )
  fc.assert(
    fc.property(sightings, fc.infiniteStream(fc.nat()), (seen, keys) => {
      const records = seen.map(({ number, revision }) => aRecord(number, revision))
      const shuffled = records
        .map((record) => ({ record, key: keys.next().value }))
        .toSorted((one, other) => one.key - other.key)
        .map(({ record }) => record)
      const inOrder = records.reduce((all, record) => withSeen(all, [record]), empty)
      const mixed = shuffled.reduce((all, record) => withSeen(all, [record]), empty)
      expect(mixed).toEqual(inOrder)
    }),
  )
})

test('a late event never moves a record backwards', () => {
  const known = withSeen(empty, [aRecord(1, 3)])
  expect(withSeen(known, [aRecord(1, 2)])).toEqual(known)
})

test('records are listed newest first', () => {
  expect(idsOf(withSeen(empty, [aRecord(1), aRecord(3), aRecord(2)]))).toEqual(['r3', 'r2', 'r1'])
})

test('an event that comes after the removal does not bring the record back', () => {
  const removed = withRemoved(withSeen(empty, [aRecord(1)]), ['r1'])
  expect(idsOf(withSeen(removed, [aRecord(1, 9)]))).toEqual([])
})

test('a removal that failed is taken back', () => {
  const removed = withRemoved(withSeen(empty, [aRecord(1)]), ['r1'])
  expect(idsOf(withRestored(removed, [aRecord(1)]))).toEqual(['r1'])
})

test('what vanished within the span of a fresh page was removed elsewhere', () => {
  const before = withOlder(empty, {
    records: [aRecord(4), aRecord(3), aRecord(2), aRecord(1)],
    nextToken: null,
  })
  // r3 lies between r4 and r2 and is not there any more; r1 is older than the page and stays.
  const after = withBatch(before, { records: [aRecord(4), aRecord(2)], nextToken: 'older' }, before)
  expect(idsOf(after)).toEqual(['r4', 'r2', 'r1'])
})

test('a record that an event brought while the page was read stays', () => {
  const before = withSeen(empty, [aRecord(1)])
  const meanwhile = withSeen(before, [aRecord(2)])
  expect(idsOf(withBatch(meanwhile, { records: [aRecord(1)], nextToken: null }, before))).toEqual([
    'r2',
    'r1',
  ])
})

test('a page that does not reach what was known lets the older part go, so no gap is left', () => {
  const before = withOlder(empty, { records: [aRecord(1)], nextToken: 'deep' })
  const after = withBatch(before, { records: [aRecord(9), aRecord(8)], nextToken: 'next' }, before)
  expect({ ids: idsOf(after), nextToken: after.nextToken }).toEqual({
    ids: ['r9', 'r8'],
    nextToken: 'next',
  })
})

test('a catch-up keeps the place where older pages go on', () => {
  const before = withOlder(empty, {
    records: [aRecord(3), aRecord(2), aRecord(1)],
    nextToken: 'after-r1',
  })
  const after = withBatch(
    before,
    { records: [aRecord(4), aRecord(3)], nextToken: 'after-r3' },
    before,
  )
  expect(after.nextToken).toBe('after-r1')
})

test('what was removed but is kept for an edit over it is not listed', () => {
  const kept = withSeen(empty, [{ ...aRecord(1), removedAt: '2026-11-21T12:00:00.000Z' }])
  expect([idsOf(kept), Object.keys(kept.byId)]).toEqual([[], ['r1']])
})
