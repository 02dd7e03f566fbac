import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canBecome, isFinal, newer, statusSchema, transitions } from './status.ts'

const anyStatus = fc.constantFrom(...statusSchema.options)

test('a final status has no successor, and every other one can end', () => {
  fc.assert(
    fc.property(anyStatus, (status) => {
      const ends = transitions[status].filter((next) => isFinal(next))
      expect(isFinal(status)).toBe(transitions[status].length === 0)
      expect(ends.length > 0).toBe(!isFinal(status))
    }),
  )
})

test('a finished job never starts again', () => {
  expect(canBecome('SUCCEEDED', 'RUNNING')).toBe(false)
  expect(canBecome('CANCELLED', 'SUCCEEDED')).toBe(false)
  expect(canBecome('WAITING', 'RUNNING')).toBe(true)
})

test('any order of events, doubled or not, ends in the highest revision', () => {
  const events = fc.array(fc.record({ revision: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 })
  fc.assert(
    fc.property(events, (seen) => {
      const end = seen.reduce<{ revision: number } | undefined>(
        (known, each) => newer(known, each),
        undefined,
      )
      expect(end?.revision).toBe(Math.max(...seen.map((each) => each.revision)))
    }),
  )
})
