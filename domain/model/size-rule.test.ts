import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Size } from '../frame/space.ts'
import type { SizeRule } from './card.ts'
import { catalogue } from './catalogue.ts'
import { sizeIn, sizeNear, sizesFor, sizesOffered } from './size-rule.ts'

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
