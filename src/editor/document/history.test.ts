import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { amend, goTo, type History, record, redo, startHistory, statesOf, undo } from './history.ts'

const unbounded = { maxBytes: Number.POSITIVE_INFINITY, sizeOf: () => 1 }

/** Histories that can come about: states are distinct objects, as documents are. */
const histories = fc
  .array(fc.oneof(fc.constant('record' as const), fc.constant('undo'), fc.constant('redo')), {
    maxLength: 30,
  })
  .map((moves) =>
    moves.reduce<History<{ id: number }>>(
      (history, move, index) => {
        if (move === 'record') return record(history, { id: index + 1 }, unbounded)
        return move === 'undo' ? undo(history) : redo(history)
      },
      startHistory({ id: 0 }),
    ),
  )

test('undo after record is the history before, with the new state as its only future', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const next = { id: -1 }
      expect(undo(record(history, next, unbounded))).toEqual({ ...history, future: [next] })
    }),
  )
})

test('redo takes back undo, and undo takes back redo', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const back = history.past.length > 0 ? redo(undo(history)) : history
      const forth = history.future.length > 0 ? undo(redo(history)) : history
      expect([back, forth]).toEqual([history, history])
    }),
  )
})

test('undoing and redoing never lose or add a state', () => {
  const all = ({ past, present, future }: History<unknown>) => [...past, present, ...future]
  fc.assert(
    fc.property(histories, (history) => {
      expect(all(undo(history))).toEqual(all(history))
      expect(all(redo(history))).toEqual(all(history))
    }),
  )
})

test('a command that changes nothing is no step', () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(record(history, history.present, unbounded)).toBe(history)
    }),
  )
})

test('amending changes the present and no step', () => {
  const history = record(startHistory('a'), 'b', unbounded)
  expect(amend(history, 'c')).toEqual({ past: ['a'], present: 'c', future: [] })
})

test('the past stays within its bound, and the oldest steps go first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }),
      (sizes) => {
        const bound = { maxBytes: 100, sizeOf: (state: { size: number }) => state.size }
        const states = sizes.map((size) => ({ size }))
        const history = states.reduce(
          (each, state) => record(each, state, bound),
          startHistory({ size: 1 }),
        )
        const bytes = history.past.reduce((sum, { size }) => sum + size, 0)
        expect(bytes).toBeLessThanOrEqual(100)
        const kept = history.past.length
        expect(history.past).toEqual([{ size: 1 }, ...states].slice(-1 - kept, -1))
      },
    ),
  )
})

test('who goes to a state gets there, and no state is lost or added', () => {
  fc.assert(
    fc.property(histories, fc.nat(30), (history, index) => {
      const moved = goTo(history, index)
      const states = statesOf(history)
      expect(statesOf(moved)).toEqual(states)
      expect(moved.present).toBe(states[index] ?? history.present)
    }),
  )
})
