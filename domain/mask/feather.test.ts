import { expect, test } from 'vitest'
import { featherPxAt, widestFeather } from './feather.ts'

test('the soft edge is 6 pixels of the model, from 4 to 64 of the source', () => {
  expect([0.1, 1, 2, 4.6, 50].map(featherPxAt)).toEqual([4, 6, 12, 28, 64])
})

test('a soft edge is as wide as its band has no more pixels than the mask', () => {
  // A square of 10 × 10: 44 pixels are 1 away, 52 are 2, 60 are 3, so 2 make 96 and 3 would make 156.
  expect(widestFeather(100, [44, 52, 60, 68])).toBe(2)
  expect(widestFeather(1, [8, 16, 24, 32])).toBe(0)
  expect(widestFeather(10_000, [404, 412])).toBe(2)
})
