import { expect, test } from 'vitest'
import { noteDeployment, personalLimits } from './deployment.ts'

test('limits are unknown until the backend says all of them', () => {
  noteDeployment({ custom: { dailyImages: 200 } })
  expect(personalLimits()).toBeUndefined()
  const custom = {
    dailyImages: 200,
    dailyCostMicros: 5_000_000,
    monthlyImages: 2_000,
    monthlyCostMicros: 50_000_000,
  }
  noteDeployment({ custom })
  expect(personalLimits()).toEqual({
    OWNER_DAY: { images: 200, costMicros: 5_000_000 },
    OWNER_MONTH: { images: 2_000, costMicros: 50_000_000 },
  })
})
