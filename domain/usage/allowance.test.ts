import { expect, test } from 'vitest'
import { isLittle, leftOf, limitPassedBy, nearestLimit, resetsAtMs } from './allowance.ts'

const limits = {
  OWNER_DAY: { images: 200, costMicros: 5_000_000 },
  OWNER_MONTH: { images: 2_000, costMicros: 50_000_000 },
}
const left = {
  OWNER_DAY: { images: 3, costMicros: 40_000 },
  OWNER_MONTH: { images: 900, costMicros: 9_000_000 },
}

test('what is left is the limit less what was used, and never below nothing', () => {
  const used = {
    OWNER_DAY: { images: 14, costMicros: 140_000 },
    OWNER_MONTH: { images: 2_010, costMicros: 20_000_000 },
  }
  expect(leftOf(used, limits)).toEqual({
    OWNER_DAY: { images: 186, costMicros: 4_860_000 },
    OWNER_MONTH: { images: 0, costMicros: 30_000_000 },
  })
})

test.each([
  [{ images: 3, costMicros: 40_000 }, undefined],
  [{ images: 4, costMicros: 40_000 }, 'OWNER_DAY'],
  [{ images: 1, costMicros: 40_001 }, 'OWNER_DAY'],
  [{ images: 901, costMicros: 40_000 }, 'OWNER_MONTH'],
])('%o more passes %s', (more, kind) => {
  expect(limitPassedBy(more, left)).toBe(kind)
})

test('the month is nearer once it leaves less than the day', () => {
  expect(nearestLimit(left)).toBe('OWNER_DAY')
  expect(nearestLimit({ ...left, OWNER_MONTH: { images: 2, costMicros: 9_000_000 } })).toBe(
    'OWNER_MONTH',
  )
})

test('a tenth of the images or of the money is little', () => {
  const limit = limits.OWNER_DAY
  expect(isLittle({ images: 21, costMicros: 510_000 }, limit)).toBe(false)
  expect(isLittle({ images: 20, costMicros: 510_000 }, limit)).toBe(true)
  expect(isLittle({ images: 21, costMicros: 500_000 }, limit)).toBe(true)
})

test('a day resets at midnight UTC, a month on its first day, over the end of a year too', () => {
  const now = Date.parse('2026-12-31T18:30:00Z')
  expect(new Date(resetsAtMs('OWNER_DAY', now)).toISOString()).toBe('2027-01-01T00:00:00.000Z')
  expect(new Date(resetsAtMs('OWNER_MONTH', now - 86_400_000)).toISOString()).toBe(
    '2027-01-01T00:00:00.000Z',
  )
})
