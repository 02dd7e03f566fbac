import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { screenPoint, toImage, toScreen } from '#domain/frame/space.ts'
import { panBy, zoomAt } from '../store/viewport.ts'
import { createPan } from './pan.ts'

test('one pointer moves without scaling', () => {
  const pan = createPan()
  pan.begin([screenPoint(10, 10)])
  expect(pan.move([screenPoint(15, 8)])).toMatchObject({ dx: 5, dy: -2, factor: 1 })
})

test('one pointer moves by whole pixels, which add up to its way', () => {
  const pan = createPan()
  pan.begin([screenPoint(10, 10)])
  const steps = [10.4, 10.8, 11.2, 12.7].map((x) => pan.move([screenPoint(x, 10)]).dx)
  expect(steps).toEqual([0, 1, 0, 2])
})

test('the picture stays under both fingers when they spread along their line', () => {
  const coordinate = fc.integer({ min: 0, max: 800 })
  const points = fc.record({ x: coordinate, y: coordinate })
  fc.assert(
    fc.property(points, points, fc.double({ min: 0.5, max: 3, noNaN: true }), (a, by, spread) => {
      const from = [screenPoint(a.x, a.y), screenPoint(a.x + 100, a.y + 50)] as const
      const to = [
        screenPoint(by.x, by.y),
        screenPoint(by.x + 100 * spread, by.y + 50 * spread),
      ] as const
      const before = { scale: 0.5, offset: screenPoint(30, 40) }
      const pan = createPan()
      pan.begin(from)
      const { dx, dy, factor, anchor } = pan.move(to)
      const after = panBy(zoomAt(before, anchor, factor), dx, dy)
      for (const finger of [0, 1] as const) {
        const shown = toScreen(toImage(from[finger], before), after)
        expect(shown.x).toBeCloseTo(to[finger].x, 6)
        expect(shown.y).toBeCloseTo(to[finger].y, 6)
      }
    }),
  )
})
