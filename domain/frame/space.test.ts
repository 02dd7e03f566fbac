import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { imagePoint, screenPoint, toImage, toScreen } from './space.ts'

test('a picture at double size and 10 px to the right shows pixel (3, 4) at (16, 8)', () => {
  const viewport = { scale: 2, offset: screenPoint(10, 0) }
  expect(toScreen(imagePoint(3, 4), viewport)).toEqual({ x: 16, y: 8 })
})

test('from the picture to the screen and back is the same point', () => {
  const length = fc.double({ min: -1e5, max: 1e5, noNaN: true })
  const zoom = fc.double({ min: 0.01, max: 64, noNaN: true })
  const views = fc.record({ x: length, y: length, left: length, top: length, zoom })
  fc.assert(
    fc.property(views, ({ x, y, left, top, zoom: scale }) => {
      const viewport = { scale, offset: screenPoint(left, top) }
      const back = toImage(toScreen(imagePoint(x, y), viewport), viewport)
      expect(Math.abs(back.x - x) * scale).toBeLessThan(1e-6)
      expect(Math.abs(back.y - y) * scale).toBeLessThan(1e-6)
    }),
  )
})
