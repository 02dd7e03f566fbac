import { expect, test } from 'vitest'
import { compared } from './compare.ts'

const plain = { comparing: false, compareView: undefined, compareAt: 0.25 }

test('without comparing, all of the canvas shows the picture as it is', () => {
  expect(compared(plain, 1000)).toEqual([{ side: 'after', shiftPx: 0 }])
})

test('what is held shows before in place, whatever view was chosen', () => {
  const held = { ...plain, comparing: true, compareView: 'SLIDER' as const }
  expect(compared(held, 1000)).toEqual([{ side: 'before', shiftPx: 0 }])
})

test('the slider divides the canvas where it stands', () => {
  expect(compared({ ...plain, compareView: 'SLIDER' }, 1000)).toEqual([
    { side: 'before', clip: { fromPx: 0, toPx: 250 }, shiftPx: 0 },
    { side: 'after', clip: { fromPx: 250, toPx: 1000 }, shiftPx: 0 },
  ])
})

test('beside each other, both halves show the middle', () => {
  expect(compared({ ...plain, compareView: 'SIDE_BY_SIDE' }, 1000)).toEqual([
    { side: 'before', clip: { fromPx: 0, toPx: 500 }, shiftPx: -250 },
    { side: 'after', clip: { fromPx: 500, toPx: 1000 }, shiftPx: 250 },
  ])
})
