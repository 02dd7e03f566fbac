import { beforeAll, expect, test } from 'vitest'
import { noteDeployment } from '../backend/deployment.ts'
import { buildRequest, type Draft, draftPrice, draftProblem, situationOf } from './situation.ts'

const titan = 'amazon.titan-image-generator-v2:0'

/** What is expected below is of Titan, which the backend on this machine prefers. */
beforeAll(() => {
  const models = { regions: ['us-east-1'], preferred: [titan], allowedRetired: [titan] }
  noteDeployment({ custom: { models } })
})

function aDraft(overrides: Partial<Draft> = {}): Draft {
  return {
    prompt: 'A red boat',
    negativePrompt: '',
    count: 2,
    seed: undefined,
    quality: 'STANDARD',
    size: undefined,
    ...overrides,
  }
}

const target = { pictureId: '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42', maskKey: 'masks/u/m.png' }

test.each([
  [{ hasPicture: false, isMasked: false, prompt: '' }, 'GENERATE'],
  [{ hasPicture: true, isMasked: false, prompt: 'A boat' }, 'PAINT_FIRST'],
  [{ hasPicture: true, isMasked: true, prompt: '  ' }, 'REMOVE'],
  [{ hasPicture: true, isMasked: true, prompt: 'A boat' }, 'REPLACE'],
] as const)('with %o the panel offers %s', (given, situation) => {
  expect(situationOf(given)).toBe(situation)
})

test('removing sends neither words nor what to avoid', () => {
  const draft = aDraft({ prompt: '', negativePrompt: 'people' })
  expect(buildRequest('REMOVE', draft, target)).toEqual({
    operation: 'ERASE',
    count: 2,
    quality: 'STANDARD',
    ...target,
  })
})

test('replacing sends the words, and leaves out what was left empty', () => {
  expect(buildRequest('REPLACE', aDraft({ seed: 7 }), target)).toEqual({
    operation: 'INPAINT',
    prompt: 'A red boat',
    count: 2,
    seed: 7,
    quality: 'STANDARD',
    ...target,
  })
})

test.each([
  ['no words for a new picture', 'GENERATE', aDraft({ prompt: ' ' }), 'prompt'],
  ['513 characters', 'REPLACE', aDraft({ prompt: 'x'.repeat(513) }), 'prompt'],
  ['a seed past the model', 'REMOVE', aDraft({ seed: 2_147_483_647 }), 'seed'],
  [
    'a size that it does not make',
    'GENERATE',
    aDraft({ size: { widthPx: 10, heightPx: 10 } }),
    'widthPx',
  ],
  ['no mask', 'PAINT_FIRST', aDraft(), 'maskKey'],
] as const)('%s is a problem of that field', (...[, situation, draft, field]) => {
  expect(draftProblem(situation, draft)?.field).toBe(field)
})

test('a sound draft has no problem', () => {
  expect(draftProblem('GENERATE', aDraft())).toBeUndefined()
})

test('a new picture has an exact price by size; an edit at most the dearest', () => {
  const small = aDraft({ size: { widthPx: 512, heightPx: 512 }, count: 3 })
  // 3 × $0.008 and 3 × $0.01, from the card's price table.
  expect([draftPrice('GENERATE', small), draftPrice('REMOVE', small)]).toEqual([
    { amount: 24_000, isExact: true },
    { amount: 30_000, isExact: false },
  ])
})
