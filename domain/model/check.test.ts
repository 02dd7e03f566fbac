import { expect, test } from 'vitest'
import { orThrow } from '../errors.ts'
import { type GenerationRequest, parseGenerationRequest } from '../operation/request.ts'
import { requestProblem, sizeAsked } from './check.ts'
import { expectedPrice, priceOf } from './price.ts'
import { titanImageGeneratorV2 as titan, titanSizes } from './titan.ts'

function text(fields: object): Extract<GenerationRequest, { operation: 'TEXT_TO_IMAGE' }> {
  const request = parseGenerationRequest({
    operation: 'TEXT_TO_IMAGE',
    prompt: 'a harbour',
    count: 1,
    ...fields,
  })
  if (request.operation !== 'TEXT_TO_IMAGE') throw new Error('not a text request')
  return request
}

test.each([
  ['a prompt of 512 characters', { prompt: 'x'.repeat(512) }],
  ['5 images', { count: 5 }],
  ['the largest seed', { seed: 2_147_483_646 }],
  ['a size of the table', { widthPx: 1173, heightPx: 640 }],
])('Titan v2 takes %s', (_, fields) => {
  expect(() => orThrow(requestProblem(text(fields), titan))).not.toThrow()
})

test.each([
  ['a prompt of 513 characters', { prompt: 'x'.repeat(513) }, 'prompt'],
  ['words to avoid of 513 characters', { negativePrompt: 'x'.repeat(513) }, 'negativePrompt'],
  ['6 images', { count: 6 }, 'count'],
  ['a larger seed', { seed: 2_147_483_647 }, 'seed'],
  ['a size of the table on its side', { widthPx: 640, heightPx: 1173 }, 'widthPx'],
  ['a width alone', { widthPx: 1024 }, 'widthPx'],
])('Titan v2 refuses %s', (_, fields, field) => {
  expect(() => orThrow(requestProblem(text(fields), titan))).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST', field }),
  )
})

test('a text request without a size runs at 1024 × 1024', () => {
  expect(orThrow(sizeAsked(text({}), titan))).toEqual({
    widthPx: 1024,
    heightPx: 1024,
    tier: '1024',
  })
})

test('prices are per image, and the reservation is the dearest tier', () => {
  // 3 images of the small tier at 8,000 micro-dollars each; the large tier costs 10,000.
  expect(priceOf(titan, { tier: '512', quality: 'STANDARD', count: 3 })).toBe(24_000)
  expect(expectedPrice(titan, { quality: 'STANDARD', count: 3 })).toEqual({
    perImage: 10_000,
    count: 3,
    isExact: false,
  })
})

test('the size table is Titan’s: 13 sizes of the large tier, 12 of the small one', () => {
  const tier = (name: string) => titanSizes.filter((size) => size.tier === name).length
  // 1 square + 5 pairs × 2 + 2 landscape; 2 squares + 5 pairs × 2.
  expect([tier('1024'), tier('512')]).toEqual([13, 12])
})
