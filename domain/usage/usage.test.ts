import { expect, test } from 'vitest'
import { ada, aGeneration } from '../../tests/builders/generation.ts'
import { told } from '../../tests/told.ts'
import { countedRowsOf, limitReached } from './usage.ts'

test('a job counts in four rows: the person’s and everybody’s, of its day and month', () => {
  expect(countedRowsOf(aGeneration({ createdAt: '2026-11-30T23:59:59.999Z' }))).toEqual([
    { kind: 'OWNER_DAY', id: `${ada}#2026-11-30`, owner: ada, period: '2026-11-30' },
    { kind: 'OWNER_MONTH', id: `${ada}#2026-11`, owner: ada, period: '2026-11' },
    {
      kind: 'DEPLOYMENT_DAY',
      id: 'deployment#2026-11-30',
      owner: 'deployment',
      period: '2026-11-30',
    },
    { kind: 'DEPLOYMENT_MONTH', id: 'deployment#2026-11', owner: 'deployment', period: '2026-11' },
  ])
})

test.each([
  ['OWNER_DAY', 'Your limit for today is reached. It resets at midnight UTC.'],
  ['OWNER_MONTH', 'Your limit for this month is reached. It resets on 1 January (UTC).'],
  ['DEPLOYMENT_DAY', 'The limit of this service for today is reached. It resets at midnight UTC.'],
  [
    'DEPLOYMENT_MONTH',
    'The limit of this service for this month is reached. It resets on 1 January (UTC).',
  ],
] as const)('a refusal by %s says which limit it is and when it is new', (kind, sentence) => {
  expect(told(limitReached(kind, '2026-12-24T18:00:00.000Z'))).toMatchObject({
    code: 'QUOTA_EXCEEDED',
    detail: sentence,
  })
})
