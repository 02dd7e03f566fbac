import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dragFrame, framedRect, frameFor, noFrame, withSide } from './frame.ts'

const picture = { x: 5, y: -6, width: 1200, height: 800 }

test('a side is dragged outwards and never into the picture', () => {
  const out = dragFrame(noFrame, ['left'], { dx: -100.4, dy: 50, isMirrored: false })
  expect(out).toEqual({ ...noFrame, leftPx: 100 })
  expect(dragFrame(out, ['left'], { dx: 300, dy: 0, isMirrored: false })).toEqual(noFrame)
})

test('a corner moves two sides, mirrored all four', () => {
  const drag = { dx: 40, dy: -30 }
  expect([
    dragFrame(noFrame, ['right', 'up'], { ...drag, isMirrored: false }),
    dragFrame(noFrame, ['right', 'up'], { ...drag, isMirrored: true }),
  ]).toEqual([
    { leftPx: 0, rightPx: 40, upPx: 30, downPx: 0 },
    { leftPx: 40, rightPx: 40, upPx: 30, downPx: 30 },
  ])
})

test('a shape is reached by growing on both sides of one axis', () => {
  // 16:9 of 800 high is 1422 wide: 222 more. 1:1 of 1200 wide is 400 higher.
  expect([frameFor(16 / 9, picture), frameFor(1, picture)]).toEqual([
    { ...noFrame, leftPx: 111, rightPx: 111 },
    { ...noFrame, upPx: 200, downPx: 200 },
  ])
})

test('the framed canvas reaches left of and above its own corner', () => {
  const frame = { leftPx: 10, rightPx: 20, upPx: 30, downPx: 40 }
  expect(framedRect(frame, picture)).toEqual({ x: -5, y: -36, width: 1230, height: 870 })
})

test('no side leaves what a request may say', () => {
  fc.assert(
    fc.property(fc.double(), (px) => {
      const { leftPx } = withSide(noFrame, 'left', px)
      expect(Number.isInteger(leftPx) && leftPx >= 0 && leftPx <= 10_000).toBe(true)
    }),
  )
})
