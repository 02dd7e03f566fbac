import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pixels } from './pixels.ts'
import { selectColour } from './wand.ts'

const width = 9
const height = 7

/** Pictures of few colours, so that places hang together. */
const pictures: fc.Arbitrary<Pixels> = fc
  .array(fc.constantFrom(0, 10, 11, 200), { minLength: width * height, maxLength: width * height })
  .map((greys) => {
    const data = Uint8ClampedArray.from(greys.flatMap((grey) => [grey, grey, grey, 255]))
    return { width, height, data }
  })
const places = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1) })

const greyAt = ({ data }: Pixels, index: number) => data[index * 4] ?? 0

test('without hanging together, every pixel of such a colour is taken', () => {
  fc.assert(
    fc.property(pictures, places, fc.constantFrom(0, 1, 12), (picture, at, tolerance) => {
      const { pixels } = selectColour(picture, at, { tolerance, isContiguous: false })
      const wanted = greyAt(picture, at.y * width + at.x)
      const expected = Array.from(pixels, (_, index) =>
        Math.abs(greyAt(picture, index) - wanted) <= tolerance ? 255 : 0,
      )
      expect([...pixels]).toEqual(expected)
    }),
  )
})

test('what hangs together is what steps of one pixel reach', () => {
  fc.assert(
    fc.property(pictures, places, (picture, at) => {
      const wand = { tolerance: 1, isContiguous: true }
      const { pixels } = selectColour(picture, at, wand)
      const all = selectColour(picture, at, { ...wand, isContiguous: false }).pixels
      const reached = new Set([at.y * width + at.x])
      for (const index of reached) {
        const x = index % width
        const next = [
          x > 0 ? index - 1 : -1,
          x < width - 1 ? index + 1 : -1,
          index - width,
          index + width,
        ]
        for (const each of next) if (all[each] === 255) reached.add(each)
      }
      const expected = Array.from(pixels, (_, index) => (reached.has(index) ? 255 : 0))
      expect([...pixels]).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
