import { expect, test } from 'vitest'
import { featherPxAt } from './feather.ts'

test('the soft edge is 6 pixels of the model, from 4 to 64 of the source', () => {
  expect([0.1, 1, 2, 4.6, 50].map(featherPxAt)).toEqual([4, 6, 12, 28, 64])
})
