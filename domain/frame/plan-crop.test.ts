import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SizeRule } from '../model/card.ts'
import { pictureRuleOf } from '../model/check.ts'
import { novaCanvas } from '../model/nova.ts'
import { sizeIn, sizesFor } from '../model/size-rule.ts'
import { stabilityPicture } from '../model/stability-limits.ts'
import { titanSizes as sizes, titanImageGeneratorV2 as titan } from '../model/titan.ts'
import { type CropPlan, contextOf, grow, insideOf, planCrop, scaleOf } from './plan-crop.ts'
import type { Rect, Size } from './space.ts'

/** From 1 × 1 to 100 megapixels, up to 1 : 1000, with any mask inside. */
const jobs = fc
  .record({ shortPx: fc.integer({ min: 1, max: 10_000 }), ratio: fc.double({ min: 1, max: 1000 }) })
  .map(({ shortPx, ratio }) => [shortPx, Math.round(shortPx * ratio)] as const)
  .filter(([shortPx, longPx]) => shortPx * longPx <= 100_000_000)
  .chain(([shortPx, longPx]) =>
    fc
      .boolean()
      .map((wide) => ({ width: wide ? longPx : shortPx, height: wide ? shortPx : longPx })),
  )
  .chain((source: Size) => fc.record({ source: fc.constant(source), maskBounds: within(source) }))

function within({ width, height }: Size): fc.Arbitrary<Rect> {
  const span = (whole: number): fc.Arbitrary<[number, number]> =>
    fc
      .tuple(fc.nat(whole - 1), fc.nat(whole - 1))
      .map(([one, other]) => [Math.min(one, other), Math.abs(one - other) + 1])
  return fc
    .tuple(span(width), span(height))
    .map(([across, down]) => ({ x: across[0], y: down[0], width: across[1], height: down[1] }))
}

function holds(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  )
}

/** A table, and the two ranges. */
const rules: readonly (readonly [string, SizeRule])[] = [
  [titan.name, pictureRuleOf(titan, 'INPAINT').sizes],
  [novaCanvas.name, pictureRuleOf(novaCanvas, 'INPAINT').sizes],
  ['Stability', stabilityPicture.sizes],
]

describe.each(rules)('every plan for %s', (_name, rule) => {
  test.each<[string, (plan: CropPlan, job: { source: Size; maskBounds: Rect }) => boolean]>([
    [
      'has a size that the model takes',
      ({ size }) => sizeIn(rule, { width: size.widthPx, height: size.heightPx }) !== undefined,
    ],
    ['holds the mask', ({ crop }, { maskBounds }) => holds(crop, maskBounds)],
    [
      'has the aspect of its size, within the rounding of one pixel',
      ({ crop, size }) =>
        Math.abs((crop.width * size.heightPx) / size.widthPx - crop.height) <= 0.5 ||
        crop.height === 1,
    ],
    [
      'is in whole pixels',
      ({ crop: { x, y, width, height } }) => [x, y, width, height].every(Number.isInteger),
    ],
    [
      'leaves the picture on both sides or on none',
      ({ crop }, { source }) =>
        crop.x >= 0 === crop.width <= source.width && crop.y >= 0 === crop.height <= source.height,
    ],
    [
      'is not reduced without need: above its size it has no more than the usual context',
      (plan, { source, maskBounds }) => {
        if (scaleOf(plan) <= 1) return true
        const padding = Math.max(32, Math.ceil(Math.max(maskBounds.width, maskBounds.height) / 2))
        const context = grow(maskBounds, padding, source)
        // The width is rounded up by less than 1 px, and the height of that width to the nearest.
        const maxHeight = context.height + plan.size.heightPx / plan.size.widthPx + 0.5
        return plan.crop.width <= context.width + 1 || plan.crop.height <= maxHeight
      },
    ],
  ])('%s', (_, law) => {
    fc.assert(
      fc.property(jobs, (job) => {
        const part = contextOf(job)
        const sizes = sizesFor(rule, { source: job.source, part })
        expect(law(planCrop({ ...job, sizes }), job)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

test('a small mask in a large photo is seen at full resolution, around its middle', () => {
  const maskBounds = { x: 2000, y: 1500, width: 100, height: 100 }
  const plan = planCrop({ source: { width: 4000, height: 3000 }, maskBounds, sizes })
  // The least of the squares holds 100 + 2 × 50 px of context and costs least.
  expect(plan).toEqual({
    crop: { x: 1794, y: 1294, width: 512, height: 512 },
    size: { widthPx: 512, heightPx: 512, tier: '512' },
  })
})

test.each([
  // Seen at its own size where it is no larger than is useful, its sides on the model's grid.
  [novaCanvas.name, pictureRuleOf(novaCanvas, 'INPAINT').sizes, 2_000],
  ['Stability', stabilityPicture.sizes, 2_000],
])('a large mask is not reduced at all for %s', (_name, rule, sidePx) => {
  const maskBounds = { x: 1000, y: 1000, width: 1000, height: 1000 }
  const source = { width: 4000, height: 3000 }
  const part = contextOf({ source, maskBounds })
  const { crop, size } = planCrop({ source, maskBounds, sizes: sizesFor(rule, { source, part }) })
  expect([crop.width, crop.height]).toEqual([sidePx, sidePx])
  expect([size.widthPx, size.heightPx]).toEqual([sidePx, sidePx])
})

test('a large mask is reduced as little as the table allows', () => {
  const maskBounds = { x: 1000, y: 1000, width: 1000, height: 1000 }
  const plan = planCrop({ source: { width: 4000, height: 3000 }, maskBounds, sizes })
  expect(plan).toEqual({
    crop: { x: 500, y: 500, width: 2000, height: 2000 },
    size: { widthPx: 1024, heightPx: 1024, tier: '1024' },
  })
})

test('a mask in a corner moves the crop into the picture', () => {
  const maskBounds = { x: 0, y: 2900, width: 100, height: 100 }
  const { crop } = planCrop({ source: { width: 4000, height: 3000 }, maskBounds, sizes })
  expect([crop.x, crop.y + crop.height]).toEqual([0, 3000])
})

test('a picture of another aspect than the table is reached beyond when all of it is masked', () => {
  const source = { width: 3000, height: 600 }
  const plan = planCrop({ source, maskBounds: { x: 0, y: 0, ...source }, sizes })
  // 11:5 is the widest pair: 3000 / (1408 / 640) = 1363.6 rows, (600 - 1364) / 2 above the picture.
  expect(plan.crop).toEqual({ x: 0, y: -382, width: 3000, height: 1364 })
  expect(insideOf(plan.crop, source)).toEqual({ x: 0, y: 0, ...source })
})
