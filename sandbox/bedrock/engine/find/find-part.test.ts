import { expect, test } from 'vitest'
import {
  beach,
  drawn,
  isBall,
  isStripe,
  meanOf,
  pixelAt,
  striped,
} from '../raster/drawn.fixture.ts'
import type { Raster } from '../raster/raster.ts'
import { runJob } from '../run-job.ts'

test('a thing of a colour is found whole, with the stripes that it has', () => {
  const picture = runJob({ kind: 'find', picture: striped, words: 'the red ball' })
  expect(meanOf(picture, isStripe)[0]).toBeGreaterThan(220)
  expect(meanOf(picture, (x, y) => !isBall(x, y))[0]).toBeLessThan(40)
})

function found(words: string, marks: (x: number, y: number) => boolean) {
  const picture = runJob({ kind: 'find', picture: beach, words })
  const [inside] = meanOf(picture, marks)
  const [outside] = meanOf(picture, (x, y) => !marks(x, y))
  return { inside: inside / 255, outside: outside / 255 }
}

test.each<[string, (x: number, y: number) => boolean]>([
  ['the red ball', isBall],
  ['the red ball on the sand', isBall],
  ['something', isBall],
  ['the sky', (_, y) => y < 40],
  ['the blue sky behind the ball', (_, y) => y < 40],
  ['the sand', (x, y) => y >= 40 && !isBall(x, y)],
  ['background', (x, y) => !isBall(x, y)],
  ['the blue part', (_, y) => y < 40],
])('%s is found', (words, marks) => {
  const { inside, outside } = found(words, marks)
  expect(inside).toBeGreaterThan(0.8)
  expect(outside).toBeLessThan(0.2)
})

const wall = [196, 196, 192] as const

test('a thing is told from paler ground of its hue, and found with its shaded side', () => {
  const isFruit = (x: number, y: number) => Math.hypot(x - 110, y - 80) < 26
  const isShaded = (x: number, y: number) => isFruit(x, y) && x > 122
  const kitchen = drawn(240, 160, (x, y) => {
    const shade = isShaded(x, y) ? 0.4 : 1
    if (isFruit(x, y)) return [236 * shade, 152 * shade, 48 * shade]
    return y < 60 ? wall : [172 + (x % 9), 126 + (x % 9), 86 + (x % 9)]
  })
  const picture = runJob({ kind: 'find', picture: kitchen, words: 'oranges' })
  expect(meanOf(picture, isFruit)[0]).toBeGreaterThan(230)
  expect(meanOf(picture, isShaded)[0]).toBeGreaterThan(220)
  expect(meanOf(picture, (x, y) => !isFruit(x, y))[0]).toBeLessThan(12)
})

test('what is white is not what only has a white band', () => {
  const isBand = (x: number, y: number) => isBall(x, y) && Math.abs(y - 60) < 3
  const isSign = (x: number, y: number) => x > 14 && x < 40 && y > 54 && y < 74
  const signed = drawn(120, 90, (x, y) => {
    const [red = 0, green = 0, blue = 0] = pixelAt(beach, x, y)
    return isSign(x, y) || isBand(x, y) ? [238, 236, 230] : [red, green, blue]
  })
  const picture = runJob({ kind: 'find', picture: signed, words: 'the white sign' })
  expect(meanOf(picture, isSign)[0]).toBeGreaterThan(210)
  expect(meanOf(picture, isBand)[0]).toBeLessThan(40)
})

test('a band of a colour is found from side to side, its paler and greener parts as well', () => {
  const isBand = (_: number, y: number) => y >= 40 && y < 56
  const tiled = drawn(240, 120, (x, y) => {
    if (!isBand(x, y)) return wall
    const tile = Math.floor(x / 24) % 3
    return [76 + tile * 14, 110 + tile * 9, 140 - tile * 4]
  })
  const picture = runJob({ kind: 'find', picture: tiled, words: 'blue tiles' })
  for (const tile of Array.from({ length: 10 }, (_, index) => index * 24)) {
    const [inside] = meanOf(picture, (x, y) => isBand(x, y) && x >= tile && x < tile + 24)
    expect(inside).toBeGreaterThan(200)
  }
  expect(meanOf(picture, (x, y) => !isBand(x, y))[0]).toBeLessThan(25)
})

test('a thing as light as what is behind it has a sharp outline, by its colour', () => {
  // Both have a lightness of 0.66 in OKLab.
  const isDisc = (x: number, y: number, radius = 70) => Math.hypot(x - 320, y - 240) < radius
  const even = drawn(640, 480, (x, y) => (isDisc(x, y) ? [222, 107, 50] : [125, 148, 176]))
  const picture = runJob({ kind: 'find', picture: even, words: 'the orange disc' })
  const at = (least: number, most: number) =>
    meanOf(picture, (x, y) => isDisc(x, y, most) && !isDisc(x, y, least))[0]
  expect(at(66, 69)).toBeGreaterThan(230)
  expect(at(71, 74)).toBeLessThan(25)
})

/** A ball with a bay in its right side, wider than a thing's stripes may be, or an angle of two bars. */
const isBay = (x: number, y: number) => x > 120 && Math.abs(y - 120) < (x - 120) * 0.6
const shapes = {
  ball: (x: number, y: number) => Math.hypot(x - 120, y - 120) < 50 && !isBay(x, y),
  angle: (x: number, y: number) => x > 70 && x < 170 && y > 70 && y < 170 && (x < 84 || y > 156),
}

/** How white a part of what is found is: 0..1. */
function whiteness(
  isThing: (x: number, y: number) => boolean,
  asked: { isWhole: boolean; part: (x: number, y: number) => boolean },
): number {
  const picture: Raster = drawn(240, 240, (x, y) => (isThing(x, y) ? [40, 70, 200] : wall))
  const { isWhole, part } = asked
  return meanOf(runJob({ kind: 'find', picture, words: 'blue thing', isWhole }), part)[0] / 255
}

test('what is made new is a thing with the bays in its outline, and a rim', () => {
  const part = (x: number, y: number) => isBay(x, y) && x > 144 && x < 158
  expect(whiteness(shapes.ball, { isWhole: false, part })).toBeLessThan(0.3)
  expect(whiteness(shapes.ball, { isWhole: true, part })).toBe(1)
  const rim = (x: number, y: number) => x < 120 && Math.abs(Math.hypot(x - 120, y - 120) - 51) < 1
  expect(whiteness(shapes.ball, { isWhole: true, part: rim })).toBe(1)
})

test('what lies between two arms is no bay', () => {
  const between = (x: number, y: number) => x > 110 && x < 165 && y > 75 && y < 130
  expect(whiteness(shapes.angle, { isWhole: true, part: between })).toBeLessThan(0.1)
})
