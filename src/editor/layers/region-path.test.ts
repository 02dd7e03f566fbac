import { expect, test } from 'vitest'
import type { DrawnStroke } from '../document/stroke.ts'
import { rectPath, regionPath } from './region-path.ts'

const canvas = { x: 0, y: 0, width: 200, height: 100 }
const dot: DrawnStroke = { kind: 'PAINT', radiusPx: 20, points: [60, 50] }

/** Every corner of an outline. */
function corners({ segments }: { readonly segments: Float32Array }) {
  return Array.from<unknown, [number, number]>({ length: segments.length / 2 }, (_, index) => [
    segments[index * 2] ?? 0,
    segments[index * 2 + 1] ?? 0,
  ])
}

test('a dot is outlined by its circle', () => {
  const path = regionPath([dot], canvas)
  for (const [x, y] of corners(path)) expect(Math.hypot(x - 60, y - 50)).toBeCloseTo(20, 0)
  const { x = 0, y = 0, width = 0, height = 0 } = path.bounds ?? {}
  expect([x, y, width, height].map(Math.round)).toEqual([40, 30, 40, 40])
})

test('on a canvas that is larger than the raster, and begins elsewhere, it lies where it lay', () => {
  const wide = { x: -3000, y: -1000, width: 6000, height: 4000 }
  const path = regionPath([{ ...dot, radiusPx: 400 }], wide)
  // A pixel of the raster is 6000 / 320 = 19 pixels of the picture.
  for (const [x, y] of corners(path)) {
    expect(Math.abs(Math.hypot(x - 60, y - 50) - 400)).toBeLessThan(19)
  }
})

test('what is painted everywhere is outlined by the canvas', () => {
  const { bounds } = regionPath([{ kind: 'INVERT' }], canvas)
  const { x = 0, y = 0, width = 0, height = 0 } = bounds ?? {}
  expect([x, y, width, height].map(Math.round)).toEqual([0, 0, 200, 100])
})

test('what the eraser took away has no outline', () => {
  const path = regionPath([dot, { ...dot, kind: 'ERASE', radiusPx: 30 }], canvas)
  expect([path.segments.length, path.bounds]).toEqual([0, undefined])
})

test('a rectangle is outlined by its four sides', () => {
  const rect = { x: -10, y: 5, width: 30, height: 20 }
  const path = rectPath(rect)
  expect([path.segments.length, path.bounds]).toEqual([16, rect])
})
