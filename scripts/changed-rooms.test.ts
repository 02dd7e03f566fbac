import { expect, test } from 'vitest'
import { testsOf } from './changed-rooms.ts'

const all = [
  'domain/ids.test.ts',
  'domain/usage/pace.test.ts',
  'domain/usage/pace.ts',
  'amplify/jobs/run/settle.test.ts',
  'amplify/jobs/sweep.test.ts',
  'amplify/imaging/grain.test.ts',
  'sandbox/live/reload.test.ts',
  'tests/backend/attacks.test.ts',
  'tests/error-codes.test.ts',
  'tests/soak/soak.test.ts',
]

test('a change runs the tests of its room, the whole folder below the top one', () => {
  expect(testsOf(['amplify/jobs/run/prepare/text.ts', 'domain/usage/pace.ts'], all)).toEqual([
    'amplify/jobs/run/settle.test.ts',
    'amplify/jobs/sweep.test.ts',
    'domain/usage/pace.test.ts',
  ])
})

test('a change in a top folder itself runs the tests that lie there', () => {
  expect(testsOf(['domain/ids.ts', 'tests/longest-first.ts'], all)).toEqual([
    'domain/ids.test.ts',
    'tests/error-codes.test.ts',
  ])
})

test('what is no code runs nothing, and whole backends do not start', () => {
  const changed = [
    'docs/sandbox.md',
    'package.json',
    'tests/backend/person.ts',
    'tests/soak/load.ts',
  ]
  expect(testsOf([...changed, 'sandbox/live/watch-sources.ts'], all)).toEqual([])
})
