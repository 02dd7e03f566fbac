import { expect, test } from 'vitest'
import { aGeneration as built } from '../../tests/builders/generation.ts'
import { nextStep, standsAlone } from './next-step.ts'

const pictureId = '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42'

const aGeneration = (overrides: Parameters<typeof built>[0] = {}) =>
  built({
    createdAt: '2026-11-21T10:00:00.000Z',
    revision: 3,
    operation: 'INPAINT',
    prompt: 'A boat',
    pictureId,
    count: 2,
    status: 'SUCCEEDED',
    outputs: [{ index: 0, status: 'SUCCEEDED', key: 'results/x/0.png' }],
    ...overrides,
  })

const nothing = { outputs: [{ index: 0, status: 'BLOCKED', reason: 'Withheld.' }] }

test.each([
  [
    'a running job is waited for',
    aGeneration({ status: 'RUNNING', outputs: undefined }),
    pictureId,
    'WAIT',
  ],
  ['results open on their own picture', aGeneration(), pictureId, 'REVIEW'],
  [
    'an edit that is only a patch opens on its picture',
    aGeneration({
      outputs: [{ index: 0, status: 'SUCCEEDED', patchKey: 'results/x/0-patch.png' }],
    }),
    pictureId,
    'REVIEW',
  ],
  ['results of another picture are told of', aGeneration(), 'another', 'TELL'],
  ['partial results are looked at too', aGeneration({ status: 'PARTIAL' }), pictureId, 'REVIEW'],
  ['a failure is explained', aGeneration({ status: 'BLOCKED', ...nothing }), pictureId, 'EXPLAIN'],
  [
    'what was cancelled is forgotten',
    aGeneration({ status: 'CANCELLED', outputs: [] }),
    pictureId,
    'FORGET',
  ],
  [
    'a new picture opens on the start screen',
    aGeneration({ operation: 'TEXT_TO_IMAGE', pictureId: undefined }),
    undefined,
    'REVIEW',
  ],
  [
    'a picture that follows another opens on the start screen as well',
    aGeneration({ operation: 'STRUCTURE' }),
    undefined,
    'REVIEW',
  ],
  ['an edit waits for its own picture', aGeneration({ operation: 'OUTPAINT' }), undefined, 'TELL'],
] as const)('%s', (...[, generation, shownPictureId, step]) => {
  expect(nextStep(generation, shownPictureId)).toBe(step)
})

test.each([
  ['an edit of the open picture lies over it', { operation: 'UPSCALE', pictureId }, false],
  ['a new picture stands alone', { operation: 'TEXT_TO_IMAGE', pictureId: undefined }, true],
  [
    'colours with the open picture as reference stand alone',
    { operation: 'COLOR_GUIDED', pictureId },
    true,
  ],
] as const)('%s', (...[, { operation, pictureId }, isAlone]) => {
  expect(standsAlone(aGeneration({ operation, pictureId }), aGeneration().pictureId)).toBe(isAlone)
})
