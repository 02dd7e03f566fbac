import { expect, test } from 'vitest'
import { seededRandom } from '../../../random.ts'
import { drawn } from '../raster/drawn.fixture.ts'
import type { Hole, Raster } from '../raster/raster.ts'
import { fillLarge } from './fill-large.ts'

const [width, height] = [320, 180]

/** How far from the middle, 0 there and 1 at the corners. */
const off = (x: number, y: number) =>
  Math.hypot((x - width / 2) / (width / 2), (y - height / 2) / (height / 2)) / Math.SQRT2

const vignette = (grain: () => number) =>
  drawn(width, height, (x, y) => {
    const light = 235 - off(x, y) ** 2 * 160 + grain()
    return [Math.round(light), Math.round(light * 0.95), Math.round(light * 0.85)]
  })

/** An ellipse of that share of the picture, in its middle. */
const ellipse = (share: number): Hole => {
  const along = Math.sqrt((share * width * height * width) / (Math.PI * height))
  const across = (along * height) / width
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const x = (at % width) - width / 2
    const y = Math.floor(at / width) - height / 2
    return (x / along) ** 2 + (y / across) ** 2 < 1 ? 1 : 0
  })
}

/** The thing that is removed is black: nothing of it may be left. */
function fill(picture: Raster, hole: Hole): Raster {
  const data = picture.data.map((value, index) => (hole[Math.floor(index / 3)] === 1 ? 0 : value))
  return fillLarge({ ...picture, data }, hole, { seed: 1 })
}

/** The largest step between neighbours that have any of the hole, and the largest error in it. */
function worst(made: Raster, truth: Raster, hole: Hole): { step: number; error: number } {
  let [step, error] = [0, 0]
  for (let at = 0; at < width * (height - 1) - 1; at++) {
    if (hole[at] === 1) error = Math.max(error, Math.abs(made.data[at * 3]! - truth.data[at * 3]!))
    for (const other of [at + 1, at + width]) {
      if (hole[at] === 0 && hole[other] === 0) continue
      step = Math.max(step, Math.abs(made.data[at * 3]! - made.data[other * 3]!))
    }
  }
  return { step, error }
}

test.each([0.05, 0.23])(
  'a hole of %s in a plain vignette has no edge that an eye sees',
  (share) => {
    const truth = vignette(() => 0)
    const { step, error } = worst(fill(truth, ellipse(share)), truth, ellipse(share))
    // The vignette's own steps are of 2 at most.
    expect(step).toBeLessThanOrEqual(3)
    expect(error).toBeLessThanOrEqual(6)
  },
)

test('grain goes on over the ground as strong as it is', () => {
  const random = seededRandom(3)
  const truth = vignette(() => (random() - 0.5) * 12)
  const hole = ellipse(0.1)
  const made = fill(truth, hole)
  const energy = ({ data }: Raster) =>
    hole.reduce(
      (sum, open, at) => sum + (open === 1 ? (data[at * 3]! - data[at * 3 + 3]!) ** 2 : 0),
      0,
    )
  expect(energy(made) / energy(truth)).toBeGreaterThan(0.7)
  expect(energy(made) / energy(truth)).toBeLessThan(1.3)
})

test('where things stand around the hole, patches fill it as ever', () => {
  const stripes = drawn(width, height, (x) => (x % 16 < 8 ? [200, 60, 40] : [40, 60, 190]))
  const hole = ellipse(0.03)
  expect(worst(fill(stripes, hole), stripes, hole).error).toBeLessThan(40)
})
