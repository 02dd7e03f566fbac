import { expect, test } from 'vitest'
import type { Raster } from '../raster/raster.ts'
import { runJob } from '../run-job.ts'
import { paintScene } from './paint-scene.ts'
import { asksForColour, namesThing } from './plan-scene.ts'

function scene(text: string, seed = 1, negativeText?: string): Raster {
  const prompt = negativeText === undefined ? { text } : { text, negativeText }
  return paintScene({ width: 64, height: 48, seed, prompt })
}

/** Mean red, green and blue of the rows from `top` to `bottom`, as shares of the height. */
function meanColour({ width, height, data }: Raster, top = 0, bottom = 1): readonly number[] {
  const part = data.subarray(
    Math.floor(top * height) * width * 3,
    Math.floor(bottom * height) * width * 3,
  )
  const sums = [0, 0, 0]
  part.forEach((value, index) => {
    sums[index % 3]! += value
  })
  return sums.map((sum) => sum / (part.length / 3))
}

test('a picture has exactly the size asked for', () => {
  const { width, height, data } = paintScene({
    width: 117,
    height: 64,
    seed: 1,
    prompt: { text: 'the sea' },
  })
  expect([width, height, data.length]).toEqual([117, 64, 117 * 64 * 3])
})

test('the same words and seed give the same picture, another seed another', () => {
  expect(scene('city at night', 4)).toEqual(scene('city at night', 4))
  expect(scene('city at night', 5)).not.toEqual(scene('city at night', 4))
})

test('a sunset glows warm at the horizon, the day is blue, the night is dark', () => {
  const [red = 0, , blue = 0] = meanColour(scene('sunset over the sea'), 0.3, 0.45)
  expect(red).toBeGreaterThan(blue + 40)
  const [dayRed = 0, , dayBlue = 0] = meanColour(scene('a forest'), 0, 0.3)
  expect(dayBlue).toBeGreaterThan(dayRed + 30)
  expect(Math.max(...meanColour(scene('forest at night')))).toBeLessThan(80)
})

test('words without a landscape give the colours named', () => {
  const [red = 0, green = 0, blue = 0] = meanColour(scene('crimson and scarlet swirls'))
  expect(red).toBeGreaterThan(green + 40)
  expect(red).toBeGreaterThan(blue + 40)
})

test('what the negative text names is left out', () => {
  expect(scene('sea at sunset', 1, 'sunset')).not.toEqual(scene('sea at sunset', 1))
})

test('colours given as hex rule over the words', () => {
  const prompt = { text: 'red swirls', colors: ['#0000ff'] }
  const [red = 0, , blue = 0] = meanColour(paintScene({ width: 64, height: 48, seed: 1, prompt }))
  expect(blue).toBeGreaterThan(0)
  expect(red).toBeLessThan(meanColour(scene('red swirls'))[0]!)
})

test('colours written in the words as hex are used', () => {
  const [red = 0, , blue = 0] = meanColour(scene('swirls. Colour palette: #2040ff, #1020c0.'))
  expect(blue).toBeGreaterThan(red + 40)
})

test('a beach has sand along the bottom, the open sea has none', () => {
  const warmth = ([red = 0, , blue = 0]: readonly number[]) => red - blue
  expect(warmth(meanColour(scene('a beach'), 0.92, 1))).toBeGreaterThan(30)
  expect(warmth(meanColour(scene('the open sea'), 0.92, 1))).toBeLessThan(0)
})

test('words that name a thing give one, of its colour, on a table before a wall', () => {
  const prompt = { text: 'a red apple on a wooden table' }
  const { width, height, data } = runJob({ kind: 'scene', width: 96, height: 96, seed: 1, prompt })
  const at = (x: number, y: number) => {
    const start = (Math.floor(y * height) * width + Math.floor(x * width)) * 3
    return [data[start] ?? 0, data[start + 1] ?? 0, data[start + 2] ?? 0] as const
  }
  const redness = ([red, green, blue]: readonly [number, number, number]) =>
    red - (green + blue) / 2
  expect(redness(at(0.5, 0.55))).toBeGreaterThan(80)
  expect(Math.abs(redness(at(0.05, 0.2)))).toBeLessThan(25)
  expect(at(0.05, 0.9)[0]).toBeGreaterThan(at(0.05, 0.9)[2] + 20)
})

const grey: Raster = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).fill(120) }
const hole = Uint8Array.from({ length: 64 * 64 }, (_, pixel) => {
  const x = (pixel % 64) - 32
  const y = Math.floor(pixel / 64) - 32
  return x * x + y * y < 400 ? 1 : 0
})

test.each(['a red ball', 'a red field'])('%s in a hole is red, and only in the hole', (text) => {
  const { data } = runJob({ kind: 'fill', picture: grey, hole, seed: 2, prompt: { text } })
  const middle = (40 * 64 + 32) * 3
  expect(data[middle]!).toBeGreaterThan(data[middle + 2]! + 20)
  const changed = data.filter((value, index) => hole[Math.floor(index / 3)] === 0 && value !== 120)
  expect(changed.length).toBe(0)
})

test('a thing named stands in the main part of a hole, not in the tail that its shadow gave it', () => {
  const tailed = Uint8Array.from(hole, (isHole, pixel) => {
    const isTail = pixel % 64 >= 32 && Math.abs(Math.floor(pixel / 64) - 46) < 4
    return isHole === 1 || isTail ? 1 : 0
  })
  const prompt = { text: 'a red ball' }
  const { data } = runJob({ kind: 'fill', picture: grey, hole: tailed, seed: 2, prompt })
  const redAt = (x: number, y: number) => data[(y * 64 + x) * 3]! - data[(y * 64 + x) * 3 + 2]!
  expect([redAt(32, 32) > 40, redAt(60, 46)]).toEqual([true, 0])
})

test('a ball fills a round hole, a box stands within it', () => {
  const redAtTop = (text: string): number => {
    const { data } = runJob({ kind: 'fill', picture: grey, hole, seed: 2, prompt: { text } })
    // Two pixels below the top of the hole, in its middle.
    return data[(15 * 64 + 32) * 3]! - data[(15 * 64 + 32) * 3 + 2]!
  }
  expect([redAtTop('a red ball') > 20, redAtTop('a red crate')]).toEqual([true, 0])
})

test.each([
  ['green', '', true],
  ['a bright yellow', 'green bush', true],
  ['dark red tiles', 'blue tiles', true],
  ['a green apple', 'the mug', false],
  ['tiles', 'blue tiles', false],
])('%s for %s asks for a colour alone: %s', (text, name, isAsked) => {
  expect(asksForColour(text, name)).toBe(isAsked)
})

test.each([
  ['a pear', true],
  ['a pear. Colour palette: #1b4332, #95d5b2.', true],
  ['Colour palette: #1b4332, #95d5b2.', false],
  ['a blue gradient', false],
  ['a pear by the sea', false],
])('%s names a thing: %s', (text, expected) => {
  expect(namesThing({ text })).toBe(expected)
})
