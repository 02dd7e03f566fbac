import { expect, test } from 'vitest'
import { seededRandom } from '../../../random.ts'
import { drawn } from '../raster/drawn.fixture.ts'
import type { Hole, Raster } from '../raster/raster.ts'
import { type FillOptions, fillHole } from './fill-hole.ts'

const size = 96

function paint(colourAt: (x: number, y: number) => readonly number[]): Raster {
  const data = new Uint8Array(size * size * 3)
  for (let pixel = 0; pixel < size * size; pixel++) {
    data.set(colourAt(pixel % size, Math.floor(pixel / size)), pixel * 3)
  }
  return { width: size, height: size, data }
}

function squareHole(left: number, top: number, side: number): Hole {
  return Uint8Array.from({ length: size * size }, (_, pixel) => {
    const x = pixel % size
    const y = Math.floor(pixel / size)
    return x >= left && x < left + side && y >= top && y < top + side ? 1 : 0
  })
}

/** The picture with the hole painted magenta: the fill must not see what was there. */
function punch(picture: Raster, hole: Hole): Raster {
  const data = Uint8Array.from(picture.data)
  hole.forEach((open, pixel) => {
    if (open === 1) data.set([255, 0, 255], pixel * 3)
  })
  return { ...picture, data }
}

/** Peak signal to noise over the hole, in decibels. */
function psnr(made: Raster, truth: Raster, hole: Hole): number {
  let sum = 0
  let count = 0
  made.data.forEach((value, index) => {
    if (hole[Math.floor(index / 3)] === 0) return
    sum += (value - truth.data[index]!) ** 2
    count++
  })
  return 10 * Math.log10(255 ** 2 / Math.max(sum / count, 1e-9))
}

const stripes = paint((x, y) => ((x + y) % 12 < 6 ? [210, 60, 40] : [40, 60, 190]))
const gradient = paint((x, y) => [40 + x * 2, 60 + y, 200 - x])
const random = seededRandom(11)
const noise = paint(() => [random() * 255, random() * 255, random() * 255])
/** Grey streaks, three pixels long. */
const shades = Array.from({ length: size * size }, () => 60 + random() * 140)
const grass = paint((x, y) => Array<number>(3).fill(shades[Math.floor((y * size + x) / 3)]!))
const middle = squareHole(36, 30, 28)

test('a hole in diagonal stripes is filled with the stripes continued', () => {
  expect(
    psnr(fillHole(punch(stripes, middle), middle, { seed: 1 }), stripes, middle),
  ).toBeGreaterThan(30)
})

test('a hole in a gradient is filled without a visible step', () => {
  expect(
    psnr(fillHole(punch(gradient, middle), middle, { seed: 1 }), gradient, middle),
  ).toBeGreaterThan(28)
})

test('a hole that touches two edges of the picture is filled', () => {
  const corner = squareHole(0, 0, 24)
  expect(
    psnr(fillHole(punch(stripes, corner), corner, { seed: 1 }), stripes, corner),
  ).toBeGreaterThan(25)
})

test('along the rim of the picture a fill is as good as elsewhere', () => {
  const large = 240
  const bands = drawn(large, large, (_, y) =>
    y < 120 ? [120, 170, 225] : y % 12 < 6 ? [210, 180, 130] : [180, 150, 100],
  )
  const side = Uint8Array.from({ length: large * large }, (_, at) => (at % large < 60 ? 1 : 0))
  const { data } = fillHole(punch(bands, side), side, { seed: 1 })
  let wrong = 0
  for (let y = 0; y < 110; y++) {
    for (let x = 0; x < 8; x++) if (Math.abs(data[(y * large + x) * 3]! - 120) > 8) wrong++
  }
  expect(wrong).toBe(0)
})

test('what is barred is not taken, unless nothing else is there', () => {
  const barred = Uint8Array.from({ length: size * size }, (_, at) => (at % size < 48 ? 1 : 0))
  const halves = paint((x) => (x < 48 ? [200, 40, 40] : [40, 60, 190]))
  const inLeft = squareHole(10, 30, 20)
  const redness = (options: FillOptions): number =>
    fillHole(punch(halves, inLeft), inLeft, options).data[(40 * size + 20) * 3]!
  expect(redness({ seed: 1, barred })).toBeLessThan(130)
  expect(redness({ seed: 1, barred: new Uint8Array(size * size).fill(1) })).toBe(200)
})

/** Standard deviation of brightness over the hole, in grey levels. */
function contrast({ data }: Raster, hole: Hole): number {
  const values = [...data].filter((_, index) => hole[Math.floor(index / 3)] === 1)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

test('a thin line in waves goes on through a hole', () => {
  const [width, height, line] = [240, 160, 80]
  const sea = seededRandom(4)
  const streaks = Array.from({ length: width * height }, () => sea() * 90)
  // Waves are longer the lower they are.
  const waves = drawn(width, height, (x, y) => {
    if (y === line) return [240, 236, 228]
    const long = 3 + Math.floor(y / 12)
    const light = streaks[Math.floor(y / 2) * width + Math.floor(x / long)]!
    return [70 + light, 90 + light, 115 + light]
  })
  const hole = Uint8Array.from({ length: width * height }, (_, pixel) =>
    Math.hypot((pixel % width) - 120, Math.floor(pixel / width) - line) < 50 ? 1 : 0,
  )
  const { data } = fillHole(waves, hole, { seed: 1 })
  const row = Array.from({ length: 76 }, (_, x) => data[(line * width + x + 82) * 3]!)
  expect(row.filter((red) => red > 190).length).toBeGreaterThan(70)
})

/** Mean square of the steps of brightness to the right and down, over the hole. */
function stepEnergy({ width, data }: Raster, hole: Hole): number {
  const steps = [...hole.keys()].filter((at) => hole[at] === 1)
  const square = (at: number, other: number) => (data[at * 3]! - data[other * 3]!) ** 2
  return (
    steps.reduce((sum, at) => sum + square(at, at + 1) + square(at, at + width), 0) / steps.length
  )
}

test.each([
  ['grass', grass],
  ['noise', noise],
  ['stripes', stripes],
])('%s in the hole is as lively as around it', (_name, picture) => {
  const made = fillHole(punch(picture, middle), middle, { seed: 1 })
  const share = stepEnergy(made, middle) / stepEnergy(picture, middle)
  expect(share).toBeGreaterThan(0.85)
  expect(share).toBeLessThan(1.15)
})

test('a pattern that goes on around the hole keeps its contrast in it', () => {
  const made = fillHole(punch(stripes, middle), middle, { seed: 1 })
  expect(contrast(made, middle)).toBeGreaterThan(contrast(stripes, middle) * 0.95)
})

test('pixels outside the hole are byte for byte those of the picture', () => {
  const punched = punch(noise, middle)
  const { data } = fillHole(punched, middle, { seed: 3 })
  const changed = data.filter(
    (value, index) => middle[Math.floor(index / 3)] === 0 && value !== punched.data[index],
  )
  expect(changed.length).toBe(0)
})

test('the same seed gives the same picture, another seed another', () => {
  const punched = punch(noise, middle)
  const first = fillHole(punched, middle, { seed: 5 })
  expect(fillHole(punched, middle, { seed: 5 })).toEqual(first)
  expect(fillHole(punched, middle, { seed: 6 })).not.toEqual(first)
})

test('with nothing known the hole is plain grey', () => {
  const everything = new Uint8Array(size * size).fill(1)
  const { data } = fillHole(noise, everything, { seed: 1 })
  expect(new Set(data)).toEqual(new Set([128]))
})

test('a picture smaller than a patch gets the mean of the border of its hole', () => {
  const hole = Uint8Array.of(0, 1, 0)
  const picture = { width: 3, height: 1, data: Uint8Array.of(10, 20, 30, 9, 9, 9, 30, 40, 50) }
  expect([...fillHole(picture, hole, { seed: 1 }).data]).toEqual([
    10, 20, 30, 20, 30, 40, 30, 40, 50,
  ])
})
