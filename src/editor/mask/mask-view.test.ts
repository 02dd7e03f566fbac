import { expect, test } from 'vitest'
import { renderMaskView } from './mask-view.ts'
import { rasteriseStrokes } from './raster.ts'

const raster = rasteriseStrokes([{ kind: 'PAINT', radiusPx: 3, points: [5, 5] }], {
  x: 0,
  y: 0,
  width: 10,
  height: 8,
})
const alphas = (pixels: Uint8ClampedArray) =>
  Array.from({ length: pixels.length / 4 }, (_, index) => pixels[4 * index + 3])

test('at one to one a view is the mask itself, white with the mask as its alpha', () => {
  const view = renderMaskView(raster, { x: 0, y: 0, step: 1, widthPx: 10, heightPx: 8 })
  expect(alphas(view)).toEqual([...raster.pixels])
  const centre = 4 * (5 * 10 + 5)
  expect(Array.from(view.slice(centre, centre + 4))).toEqual([255, 255, 255, 255])
})

test('outside of the picture a view is transparent', () => {
  const view = renderMaskView(raster, { x: -4, y: 5.5, step: 1, widthPx: 4, heightPx: 2 })
  expect(Math.max(...view)).toBe(0)
})

test('a view at half size has the mean of two by two pixels', () => {
  const view = renderMaskView(raster, { x: 0, y: 0, step: 2, widthPx: 5, heightPx: 4 })
  const { pixels } = raster
  const mean = (x: number, y: number) =>
    [0, 1, 10, 11].reduce((sum, offset) => sum + (pixels[20 * y + 2 * x + offset] ?? 0), 0) / 4
  const expected = Array.from({ length: 20 }, (_, index) =>
    Math.round(mean(index % 5, Math.floor(index / 5))),
  )
  expect(alphas(view)).toEqual(expected)
})
