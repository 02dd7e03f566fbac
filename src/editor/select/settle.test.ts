import { expect, test } from 'vitest'
import { maskPx } from './segmenter.ts'
import { bestOf, settle } from './settle.ts'

type Part = readonly [left: number, top: number, right: number, bottom: number]

/** An answer that is sure of these rectangles of cells, and of nothing else. */
function sureOf(...parts: readonly Part[]): Float32Array {
  return Float32Array.from({ length: maskPx * maskPx }, (_, at) => {
    const [x, y] = [at % maskPx, Math.floor(at / maskPx)]
    const isIn = parts.some(([l, t, r, b]) => x >= l && x < r && y >= t && y < b)
    return isIn ? 8 : -8
  })
}

/** A click amid a cell; the networks see four pixels of each. */
const click = (x: number, y: number, isInside: boolean) => ({
  x: 4 * x + 2,
  y: 4 * y + 2,
  isInside,
})
const countOf = (logits: Float32Array) =>
  logits.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0)

test('a click that includes takes nothing away, whatever the network makes of it', () => {
  const before = sureOf([10, 10, 50, 50])
  // The network kept a quarter, and found a handle and something far away.
  const after = sureOf([10, 10, 30, 30], [50, 20, 60, 40], [100, 100, 120, 120])
  const settled = settle(before, after, { click: click(55, 30, true) })
  expect(countOf(settled)).toBe(40 * 40 + 10 * 20)
})

test('a click that excludes adds nothing and takes away what it is about', () => {
  const before = sureOf([10, 10, 50, 50], [60, 60, 70, 70])
  const after = sureOf([10, 10, 30, 50], [200, 200, 220, 220])
  const settled = settle(before, after, { click: click(40, 20, false) })
  expect(countOf(settled)).toBe(20 * 40 + 10 * 10)
})

test('a click that the network ignores changes nothing', () => {
  const before = sureOf([10, 10, 50, 50])
  expect(settle(before, before, { click: click(200, 200, true) })).toEqual(before)
})

test('where the network is in doubt, only what colours say as well changes', () => {
  const before = sureOf([10, 10, 50, 50])
  const after = sureOf([10, 10, 20, 50])
  const colours = sureOf([10, 10, 40, 50])
  expect(countOf(settle(before, after, { click: click(45, 20, false), colours }))).toBe(30 * 40)
})

test('the answer that agrees with the clicks is taken, however sure the other one is', () => {
  const right = { logits: sureOf([10, 10, 50, 50]), quality: 0.6 }
  const wrong = { logits: sureOf([100, 100, 150, 150]), quality: 0.99 }
  expect(bestOf([wrong, right], [click(20, 20, true), click(120, 120, false)])).toBe(right)
})
