import { expect, test } from 'vitest'
import { coverOf } from './mask-cover.ts'

const pixels = (...values: number[]) => ({ pixels: Uint8Array.from(values) })

test.each([
  ['no pixels', [], 'NOTHING'],
  ['nothing in whole words', [0, 0, 0, 0, 0, 0, 0, 0], 'NOTHING'],
  ['nothing in a rest', [0, 0, 0, 0, 0], 'NOTHING'],
  ['something in a rest', [0, 0, 0, 0, 9], 'SOME'],
  ['something in a word', [0, 0, 1, 0, 0, 0, 0, 0], 'SOME'],
  ['everything', [255, 255, 255, 255, 255, 255], 'EVERYTHING'],
  ['all but a rest', [255, 255, 255, 255, 254], 'SOME'],
  ['partly everywhere', [9, 9, 9, 9], 'SOME'],
] as const)('a mask of %s', (...[, values, cover]) => {
  expect(coverOf(pixels(...values))).toBe(cover)
})
