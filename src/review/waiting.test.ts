import { expect, test } from 'vitest'
import { aGeneration } from '../../tests/builders/generation.ts'
import { statusText, waitText } from './waiting.ts'

type Overrides = Parameters<typeof aGeneration>[0]

const now = Date.parse('2026-11-21T10:00:00Z')

const aJob = (overrides: Overrides) =>
  aGeneration({
    createdAt: '2026-11-21T09:59:00Z',
    operation: 'ERASE',
    status: 'WAITING',
    ...overrides,
  })

test.each([
  [1, 'Waiting for the model · next in line'],
  [2, 'Waiting for the model · 2nd in line'],
  [3, 'Waiting for the model · 3rd in line'],
  [4, 'Waiting for the model · 4th in line'],
  [11, 'Waiting for the model · 11th in line'],
  [23, 'Waiting for the model · 23rd in line'],
  [112, 'Waiting for the model · 112th in line'],
])('a job at place %i says so', (waitPosition, text) => {
  expect(statusText(aJob({ waitPosition }))).toBe(text)
})

test('a job that was turned away knows no place, and one that runs has none', () => {
  expect(statusText(aJob({ waitPosition: undefined }))).toBe('Waiting for the model')
  expect(statusText(aJob({ status: 'RUNNING', waitPosition: 2 }))).toBe('Painting')
})

test.each([
  ['2026-11-21T10:00:17Z', 'in about 20 s'],
  ['2026-11-21T10:00:20Z', 'in about 20 s'],
  // 56 s are told as 60.
  ['2026-11-21T10:00:56Z', 'in about 1 min'],
  ['2026-11-21T10:01:01Z', 'in about 2 min'],
  ['2026-11-21T10:00:02Z', 'any moment now'],
  ['2026-11-21T09:58:00Z', 'any moment now'],
])('a wait until %s', (waitUntil, text) => {
  expect(waitText(aJob({ waitUntil }), now)).toBe(text)
})

test('without a time, and when it does not wait, nothing is said of how long', () => {
  const waitUntil = '2026-11-21T10:00:17Z'
  expect(waitText(aJob({}), now)).toBeUndefined()
  expect(waitText(aJob({ status: 'RUNNING', waitUntil }), now)).toBeUndefined()
})
