import { expect, test } from 'vitest'
import { money } from './money.ts'

test.each([
  [8_000, '$0.008'],
  [10_000, '$0.01'],
  [50_000, '$0.05'],
  [1_234_000, '$1.234'],
  [0, '$0.00'],
])('%i micro-dollars are written %s', (amount, text) => {
  expect(money(amount)).toBe(text)
})
