import { expect, test } from 'vitest'
import { enlargedRegion, modelSize, type Pixels, resized } from './pixels.ts'
import { refine } from './refine.ts'
import { maskPx } from './segmenter.ts'

const size = { width: 1800, height: 1200 }
const disc = { x: 900.5, y: 600.5, radius: 301 }
const isInDisc = (x: number, y: number, more = 0) =>
  Math.hypot(x - disc.x, y - disc.y) < disc.radius + more

/** A disc before something striped: colours differ within and without, most where they meet. */
function aPicture(): Pixels {
  const data = new Uint8ClampedArray(size.width * size.height * 4)
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const stripe = 18 * Math.sin(x / 37) + 12 * Math.cos(y / 23)
      const colour = isInDisc(x, y) ? [170 + stripe, 70, 60 - stripe] : [90, 110 + stripe, 120]
      data.set([...colour, 255], (y * size.width + x) * 4)
    }
  }
  return { ...size, data }
}

/** What a network finds of it: the disc, but for half a cell more all around. */
function found(): Float32Array {
  const cell = (size.width / modelSize(size).width) * 4
  return Float32Array.from({ length: maskPx * maskPx }, (_, at) => {
    const x = ((at % maskPx) + 0.5) * cell
    const y = (Math.floor(at / maskPx) + 0.5) * cell
    const beyond = disc.radius + 0.5 * cell - Math.hypot(x - disc.x, y - disc.y)
    return Math.max(-12, Math.min(12, beyond / 2))
  })
}

test('a border that was found too far out comes to lie where the colours change', () => {
  const full = aPicture()
  const region = refine(found(), { full, small: resized(full, modelSize(size)) })
  if (!region) throw new Error('Nothing was found.')
  let wrong = 0
  let far = 0
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const [u, v] = [x - region.x, y - region.y]
      const isWithin = u >= 0 && v >= 0 && u < region.width && v < region.height
      const value = isWithin ? (region.pixels[v * region.width + u] ?? 0) : 0
      if (value > 127 === isInDisc(x, y)) continue
      wrong += 1
      if (value > 127 !== isInDisc(x, y, value > 127 ? 2 : -2)) far += 1
    }
  }
  // The border is 1,891 pixels long, and the network's was three and a half off all along.
  expect(far).toBeLessThan(19)
  expect(wrong).toBeLessThan(1000)
})

test('nothing found is no region', () => {
  const full = { width: 8, height: 8, data: new Uint8ClampedArray(256) }
  const small = resized(full, modelSize(full))
  expect(refine(new Float32Array(maskPx * maskPx).fill(-5), { full, small })).toBeUndefined()
})

test('a region of a picture half as large covers the same part of the whole one', () => {
  const pixels = new Uint8Array(20 * 10).fill(255)
  const region = enlargedRegion({ x: 5, y: 3, width: 20, height: 10, pixels }, 2)
  expect(region).toEqual({
    x: 10,
    y: 6,
    width: 40,
    height: 20,
    pixels: new Uint8Array(800).fill(255),
  })
})
