import { expect, test } from 'vitest'
import { beach, drawn, isBall, isShadow, pixelAt } from '../raster/drawn.fixture.ts'
import type { Plane } from '../raster/plane.ts'
import { shadowOf } from './find-shadow.ts'
import { overviewOf } from './subject.ts'

const isWet = (x: number, y: number) => x < 40 && y > 80
const isPaint = (x: number, y: number) => !isBall(x, y) && Math.hypot(x - 54, y - 70) < 8

/** The beach with a shadow beside its ball, wet sand far from it, and a dark blue stain that touches it. */
const shaded = drawn(120, 90, (x, y) => {
  const share = isShadow(x, y) || isWet(x, y) ? 0.62 : 1
  const [red = 0, green = 0, blue = 0] = pixelAt(beach, x, y)
  return isPaint(x, y) ? [30, 50, 120] : [red * share, green * share, blue * share]
})

/** The share of some pixels that are marked. */
function shareOf(marked: Plane, isAsked: (x: number, y: number) => boolean): number {
  let [all, sum] = [0, 0]
  marked.forEach((value, pixel) => {
    if (!isAsked(pixel % 120, Math.floor(pixel / 120))) return
    all++
    sum += value
  })
  return sum / all
}

test('a shadow is ground beside a thing, darker and of its own colour', () => {
  const ball = Float32Array.from({ length: 120 * 90 }, (_, pixel) =>
    isBall(pixel % 120, Math.floor(pixel / 120)) ? 1 : 0,
  )
  const shadow = shadowOf(overviewOf(shaded), ball)
  // Its penumbra is as wide as a tenth of so small a picture.
  expect(shareOf(shadow, isShadow)).toBeGreaterThan(0.65)
  expect(shareOf(shadow, isBall)).toBe(0)
  expect(shareOf(shadow, isWet)).toBe(0)
  expect(shareOf(shadow, isPaint)).toBeLessThan(0.2)
})
