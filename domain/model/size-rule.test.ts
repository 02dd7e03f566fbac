import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { say } from '../../src/i18n/say.ts'
import type { Size } from '../frame/space.ts'
import type { SizeRule } from './card.ts'
import { catalogue } from './catalogue.ts'
import { misfit, sizeIn, sizeNear, sizesFor, sizesOffered } from './size-rule.ts'

/** Every rule of every card, by the model that first has it. */
const rules: [string, SizeRule][] = [
  ...new Map(
    catalogue.flatMap((card) =>
      Object.values(card.abilities).flatMap(({ sizes, picture }) =>
        [sizes, picture?.sizes]
          .filter((rule) => rule !== undefined)
          .map((rule): [SizeRule, string] => [rule, card.name]),
      ),
    ),
  ),
].map(([rule, name]) => [name, rule])

const side = fc.integer({ min: 1, max: 12_000 })
const anySize: fc.Arbitrary<Size> = fc.record({ width: side, height: side })

describe.each(rules)('a rule of %s', (_name, rule) => {
  test('offers only sizes that it has', () => {
    const offered = sizesOffered(rule)
    expect(offered.length).toBeGreaterThan(0)
    for (const size of offered) {
      expect(sizeIn(rule, { width: size.widthPx, height: size.heightPx })).toEqual(size)
    }
  })

  test('has a size for every part of every picture, and names none that it has not', () => {
    fc.assert(
      fc.property(anySize, anySize, (source, part) => {
        const sizes = [
          ...sizesFor(rule, { source, part }),
          sizeNear(rule, source.width / source.height),
        ]
        expect(sizes.length).toBeGreaterThan(1)
        for (const size of sizes) {
          expect(sizeIn(rule, { width: size.widthPx, height: size.heightPx })).toEqual(size)
        }
      }),
    )
  })
})

const enlarged: SizeRule = {
  kind: 'RANGE',
  sidePx: { min: 64, max: 1_536 },
  stepPx: 1,
  pixels: { min: 4_096, max: 1_048_576 },
  maxAspect: 2.5,
  tiers: [{ tier: 'ANY', maxPixels: 1_048_576 }],
}

test.each([
  // 12,192,768 pixels.
  [4032, 3024, 'takes up to 1.0 megapixels, and this picture has 12.2 (4032 × 3024 pixels).'],
  // 1,049,600 pixels: told as more than the limit, though both would round to 1.0.
  [1025, 1024, 'takes up to 1.0 megapixels, and this picture has 1.1 (1025 × 1024 pixels).'],
  [1600, 100, 'takes no side longer than 2.5 times the other, and this picture has 1600 × 100'],
  [60, 60, 'takes sides of 64 to 1536 pixels, and this picture has 60 × 60 pixels.'],
])('a picture of %i × %i hears what keeps it out', (width, height, text) => {
  expect(sizeIn(enlarged, { width, height })).toBeUndefined()
  expect(say(misfit('It', enlarged, { width, height }))).toContain(`It ${text}`)
})
