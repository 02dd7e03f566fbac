import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { planCrop } from '#domain/frame/plan-crop.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { maxAnswerPixels } from '#domain/model/picture-bytes.ts'
import { sizeIn } from '#domain/model/size-rule.ts'
import { answerable } from './answerable.ts'

const rules = catalogue.flatMap(({ name, abilities }) =>
  Object.entries(abilities).flatMap(([task, { picture }]) =>
    picture && !picture.isUnscaled ? [[task, name, picture.sizes] as const] : [],
  ),
)

/** Whatever can be uploaded: from 16 × 16 to 100 megapixels, up to 1 : 50. */
const sources = fc
  .record({
    shortPx: fc.integer({ min: 16, max: 10_000 }),
    ratio: fc.double({ min: 1, max: 50, noNaN: true }),
    isWide: fc.boolean(),
  })
  .map(({ shortPx, ratio, isWide }) => {
    const longPx = Math.floor(shortPx * ratio)
    return isWide ? { width: longPx, height: shortPx } : { width: shortPx, height: longPx }
  })
  .filter(({ width, height }) => width * height <= 100_000_000)

test.each(rules)(
  'for %s by %s no size is ever sent that the model does not take',
  (_task, _name, rule) => {
    fc.assert(
      fc.property(sources, (source) => {
        const sizes = answerable(rule, { source, part: source })
        const { size } = planCrop({ source, maskBounds: { x: 0, y: 0, ...source }, sizes })
        expect(sizeIn(rule, { width: size.widthPx, height: size.heightPx })).toEqual(size)
        expect(size.widthPx * size.heightPx).toBeLessThanOrEqual(maxAnswerPixels)
      }),
      { numRuns: 60 },
    )
  },
)
