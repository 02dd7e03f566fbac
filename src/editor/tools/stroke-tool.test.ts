import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { imagePoint } from '#domain/frame/space.ts'
import { maxStrokePoints } from '../document/stroke.ts'
import { createBrush } from './brush.ts'
import { createMaskEraser } from './mask-eraser.ts'

const start = { radiusPx: 10, minStepPx: 1, isStraight: false, softness: {} }

test('a press without a move is a dot', () => {
  const brush = createBrush()
  brush.begin(imagePoint(3, 4), start)
  expect(brush.end()).toEqual({ kind: 'PAINT', radiusPx: 10, points: [3, 4] })
})

test('points are kept to a quarter of a pixel', () => {
  const eraser = createMaskEraser()
  eraser.begin(imagePoint(1.1, 2.9), start)
  eraser.move(imagePoint(5.4, 2.6))
  // 1.1 → 1, 2.9 → 3, 5.4 → 5.5, 2.6 → 2.5
  expect(eraser.end()).toEqual({ kind: 'ERASE', radiusPx: 10, points: [1, 3, 5.5, 2.5] })
})

test('points nearer than the smallest step are left out', () => {
  const brush = createBrush()
  brush.begin(imagePoint(0, 0), start)
  brush.move(imagePoint(0.5, 0.5))
  brush.move(imagePoint(2, 0))
  expect(brush.end()?.points).toEqual([0, 0, 2, 0])
})

test('a straight stroke goes on from where the last one ended', () => {
  const brush = createBrush()
  brush.begin(imagePoint(0, 0), start)
  brush.move(imagePoint(9, 9))
  brush.end()
  brush.begin(imagePoint(50, 9), { ...start, isStraight: true })
  expect(brush.end()?.points).toEqual([9, 9, 50, 9])
})

test('the first stroke cannot go on from another and is a dot', () => {
  const brush = createBrush()
  brush.begin(imagePoint(50, 9), { ...start, isStraight: true })
  expect(brush.end()?.points).toEqual([50, 9])
})

test('a cancelled stroke leaves nothing, and nothing to go on from', () => {
  const brush = createBrush()
  brush.begin(imagePoint(0, 0), start)
  brush.cancel()
  brush.move(imagePoint(5, 5))
  expect([brush.live(), brush.end()]).toEqual([undefined, undefined])
  brush.begin(imagePoint(7, 7), { ...start, isStraight: true })
  expect(brush.end()?.points).toEqual([7, 7])
})

test('an endless stroke stays within its bound and keeps its two ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: maxStrokePoints, max: 3 * maxStrokePoints }), (count) => {
      const brush = createBrush()
      brush.begin(imagePoint(0, 0), start)
      for (let index = 1; index < count; index += 1) brush.move(imagePoint(4 * index, 0))
      const points = brush.end()?.points ?? []
      expect(points.length).toBeLessThan(2 * maxStrokePoints)
      expect(points.slice(0, 2)).toEqual([0, 0])
      // The step grows to 8 or 16 pixels at most, and the last point lies within it of the end.
      expect(4 * (count - 1) - (points.at(-2) ?? 0)).toBeLessThan(16)
    }),
    { numRuns: 5 },
  )
})
