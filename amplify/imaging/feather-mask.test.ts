import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { featherMask } from './feather-mask.ts'

const masks = fc
  .record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) })
  .chain((size) =>
    fc.record({
      size: fc.constant(size),
      featherPx: fc.integer({ min: 4, max: 12 }),
      mask: fc.uint8Array({
        minLength: size.width * size.height,
        maxLength: size.width * size.height,
      }),
      // Sparse, else every pixel is near an edited one.
      sparseness: fc.integer({ min: 1, max: 255 }),
    }),
  )
  .map(({ mask, sparseness, ...rest }) => ({
    ...rest,
    mask: mask.map((value) => (value > sparseness ? 0 : value % 3 === 0 ? 255 : value)),
  }))

/** The highest value within `radius` of each pixel, the slow and plain way. */
function highestAround(mask: Uint8Array, width: number, radius: number): Uint8Array {
  const height = mask.length / width
  return mask.map((_, at) => {
    let highest = 0
    for (let y = Math.floor(at / width) - radius; y <= Math.floor(at / width) + radius; y++) {
      for (let x = (at % width) - radius; x <= (at % width) + radius; x++) {
        if (x < 0 || y < 0 || x >= width || y >= height) continue
        highest = Math.max(highest, mask[y * width + x] ?? 0)
      }
    }
    return highest
  })
}

describe('a feathered mask', () => {
  test('is black wherever nothing within the feather is edited', () => {
    fc.assert(
      fc.property(masks, ({ mask, size, featherPx }) => {
        const reach = highestAround(mask, size.width, featherPx)
        const soft = featherMask(mask, size, featherPx)
        expect(soft.every((value, at) => reach[at] !== 0 || value === 0)).toBe(true)
      }),
    )
  })

  test('is as strong as the mask or stronger, everywhere', () => {
    fc.assert(
      fc.property(masks, ({ mask, size, featherPx }) => {
        const soft = featherMask(mask, size, featherPx)
        expect(soft.every((value, at) => value >= (mask[at] ?? 0))).toBe(true)
      }),
    )
  })

  test('falls evenly from the edge outwards', () => {
    const row = Uint8Array.from([255, 255, 255, 0, 0, 0, 0, 0, 0, 0])
    // Grown by 3, then means over 5 and 3 pixels: 255 × 15, 14, 12, 9, 6, 3, 1, 0 of 15.
    expect([...featherMask(row, { width: 10, height: 1 }, 6)]).toEqual([
      255, 255, 255, 238, 204, 153, 102, 51, 17, 0,
    ])
  })
})
