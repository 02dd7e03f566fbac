import { expect, test } from 'vitest'
import { type ModelState, modelNotices } from './state.ts'

const core = 'stability.stable-image-core-v1:1'
const ultra = 'stability.stable-image-ultra-v1:1'
const large = 'stability.sd3-5-large-v1:0'
const titan = 'amazon.titan-image-generator-v2:0'

const state = (id: string, more: Partial<ModelState> = {}): ModelState => ({
  id,
  status: 'LEGACY',
  checkedAt: '2026-11-21T00:00:00.000Z',
  revision: 1,
  ...more,
})
const ending = (id: string, day: string) => state(id, { endOfLifeAt: `${day}T00:00:00.000Z` })

test('ends of the next 90 days are told, the nearest first, then what is gone', () => {
  const states = [
    state(large, { status: 'RETIRED' }),
    ending(core, '2027-02-19'),
    ending(ultra, '2026-11-22'),
  ]
  expect(modelNotices(states, '2026-11-21')).toEqual([
    { kind: 'ENDING', id: ultra, name: 'Stable Image Ultra', on: '2026-11-22', daysLeft: 1 },
    // 9 days of November, 31, 31, and 19.
    { kind: 'ENDING', id: core, name: 'Stable Image Core', on: '2027-02-19', daysLeft: 90 },
    { kind: 'RETIRED', id: large, name: 'Stable Diffusion 3.5 Large' },
  ])
})

test.each([
  ['an end that is further away', ending(core, '2027-02-20')],
  ['an end that is past but was not found', ending(core, '2026-11-20')],
  ['no end at all', state(core)],
  ['an end that the catalogue knows itself', state(titan, { status: 'RETIRED' })],
  ['a model that the catalogue does not know', ending('another.model', '2026-11-22')],
])('%s is not told', (_what, one) => {
  expect(modelNotices([one], '2026-11-21')).toEqual([])
})
