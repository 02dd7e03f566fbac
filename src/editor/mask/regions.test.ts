import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mode, ShapeStep } from '../document/region-steps.ts'
import type { Stroke } from '../document/stroke.ts'
import { packedRows, packRegion } from './pack-region.ts'
import { rasteriseStrokes } from './raster.ts'
import { aBox, aPolygon, aRaster, aRegionStep, aShape, quarters } from './strokes.fixture.ts'

/** An extended picture's: its corner is not the picture's. */
const canvas = { x: -6, y: 3, width: 23, height: 17 }
const all = { x: -60, y: -60, width: 150, height: 150 }
const maskOf = (...strokes: readonly Stroke[]) => [...rasteriseStrokes(strokes, canvas).pixels]
const at = (index: number) => ({
  x: canvas.x + (index % canvas.width),
  y: canvas.y + Math.floor(index / canvas.width),
})

/** What each mode is, of a mask and a region, pixel by pixel. */
const laid: Record<Mode, (mask: number, region: number) => number> = {
  ADD: Math.max,
  SUBTRACT: (mask, region) => Math.min(mask, 255 - region),
  INTERSECT: Math.min,
}

test('a region is added, subtracted and intersected as sets are', () => {
  fc.assert(
    fc.property(
      fc.array(aRegionStep, { maxLength: 3 }),
      fc.oneof(aShape, aRaster),
      (before, region) => {
        const mask = maskOf(...before)
        const alone = maskOf({ ...region, mode: 'ADD' })
        const expected = mask.map((value, index) => laid[region.mode](value, alone[index] ?? 0))
        expect(maskOf(...before, region)).toEqual(expected)
      },
    ),
    { numRuns: 300 },
  )
})

test('a rectangle covers of each pixel what of its area lies within', () => {
  const sides = fc.tuple(
    quarters(-12, 12),
    quarters(-4, 16),
    quarters(0.25, 20),
    quarters(0.25, 20),
  )
  fc.assert(
    fc.property(sides, ([x, y, width, height]) => {
      const share = (place: number, from: number, length: number) =>
        Math.max(0, Math.min(place + 1, from + length) - Math.max(place, from))
      const outline = [x + width, y, x, y + height]
      const mask = maskOf({ kind: 'RECTANGLE', mode: 'ADD', outline })
      const corners = [x, y, x + width, y, x + width, y + height, x, y + height]
      const polygon = maskOf({ kind: 'POLYGON', mode: 'ADD', outline: corners })
      mask.forEach((value, index) => {
        const place = at(index)
        const area = share(place.x, x, width) * share(place.y, y, height)
        expect(Math.abs(value - 255 * area)).toBeLessThanOrEqual(0.5)
        expect(Math.abs((polygon[index] ?? -1) - value)).toBeLessThanOrEqual(1)
      })
    }),
  )
})

type Point = { readonly x: number; readonly y: number }

function isInEllipse([ax = 0, ay = 0, bx = 0, by = 0]: readonly number[], { x, y }: Point) {
  const u = (2 * x - ax - bx) / (bx - ax)
  const v = (2 * y - ay - by) / (by - ay)
  return u * u + v * v < 1
}

/** Tells whether an outline goes around a point, once or more often. */
function goneAround(outline: readonly number[]): (point: Point) => boolean {
  const corners = Array.from({ length: outline.length / 2 }, (_, index) => ({
    x: outline[2 * index] ?? 0,
    y: outline[2 * index + 1] ?? 0,
  }))
  const sides = corners.map((from, index) => ({
    from,
    to: corners[(index + 1) % corners.length] ?? from,
  }))
  return ({ x, y }) => {
    const crossed = sides.filter(({ from, to }) => from.y <= y !== to.y <= y)
    const left = crossed.filter(
      ({ from, to }) => from.x + ((y - from.y) * (to.x - from.x)) / (to.y - from.y) < x,
    )
    return left.reduce((turns, { from, to }) => turns + Math.sign(to.y - from.y), 0) !== 0
  }
}

/** How much of each pixel of the canvas lies within, by many samples. */
function sharesOf(isWithin: (point: Point) => boolean): number[] {
  const count = 8
  return Array.from({ length: canvas.width * canvas.height }, (_, index) => {
    const place = at(index)
    const samples = Array.from({ length: count * count }, (_each, sample) => ({
      x: place.x + ((sample % count) + 0.5) / count,
      y: place.y + (Math.floor(sample / count) + 0.5) / count,
    }))
    return samples.filter(isWithin).length / samples.length
  })
}

const errorsOf = (shape: ShapeStep, shares: readonly number[]) =>
  maskOf({ ...shape, mode: 'ADD' }).map((value, index) =>
    Math.abs(value / 255 - (shares[index] ?? 0)),
  )

test('a polygon covers of each pixel the share that its outline goes around', () => {
  fc.assert(
    fc.property(aPolygon, (shape) => {
      const shares = sharesOf(goneAround(shape.outline))
      expect(Math.max(...errorsOf(shape, shares))).toBeLessThanOrEqual(0.3)
    }),
    { numRuns: 40 },
  )
})

test('an ellipse covers what lies within it, and is partial near its border alone', () => {
  fc.assert(
    fc.property(aBox, (shape) => {
      const ellipse: ShapeStep = { ...shape, kind: 'ELLIPSE' }
      const shares = sharesOf((point) => isInEllipse(ellipse.outline, point))
      const errors = errorsOf(ellipse, shares)
      const farFromBorder = errors.filter((_, index) => shares[index] === 0 || shares[index] === 1)
      expect(Math.max(0, ...farFromBorder)).toBeLessThan(0.5)
    }),
    { numRuns: 40 },
  )
})

test('growing reaches as far as true distance says, and shrinking is growing what is not masked', () => {
  fc.assert(
    fc.property(
      fc.array(aRegionStep, { maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      (before, px) => {
        const mask = maskOf(...before)
        const solid = mask.flatMap((value, index) => (value >= 128 ? [at(index)] : []))
        const expected = mask.map((value, index) => {
          const { x, y } = at(index)
          const nearest = Math.min(...solid.map((place) => Math.hypot(place.x - x, place.y - y)))
          return Math.max(value, Math.round(255 * Math.min(1, Math.max(0, px + 0.5 - nearest))))
        })
        expect(maskOf(...before, { kind: 'GROW', px })).toEqual(expected)
        const invert = { kind: 'INVERT' } as const
        expect(maskOf(...before, { kind: 'SHRINK', px })).toEqual(
          maskOf(...before, invert, { kind: 'GROW', px }, invert),
        )
      },
    ),
    { numRuns: 200 },
  )
})

test('softening leaves the far inside and outside alone, and is half at a straight border', () => {
  const left = { kind: 'RECTANGLE', mode: 'ADD', outline: [-60, -60, 15, 90] } as const
  const { pixels, width } = rasteriseStrokes([left, { kind: 'FEATHER', px: 12 }], all)
  const row = [...pixels.subarray(70 * width, 71 * width)]
  const reach = row.findIndex((value) => value < 255)
  expect(row.findLastIndex((value) => value > 0) - reach).toBeLessThanOrEqual(26)
  expect(row.toSorted((one, other) => other - one)).toEqual(row)
  // The border lies between the pixels 74 and 75.
  expect(Math.abs((row[74] ?? 0) + (row[75] ?? 0) - 255)).toBeLessThanOrEqual(4)
  expect(row[72]).toBeLessThan(250)
})

test('smoothing keeps a straight border where it is and takes crumbs away', () => {
  const left = { kind: 'RECTANGLE', mode: 'ADD', outline: [-60, -60, 15, 90] } as const
  const crumb = { kind: 'RECTANGLE', mode: 'ADD', outline: [60, 10, 62, 12] } as const
  const smooth = rasteriseStrokes([left, crumb, { kind: 'SMOOTH', px: 9 }], all)
  const border = rasteriseStrokes([left], all)
  const differ = smooth.pixels.filter(
    (value, index) => Math.abs(value - (border.pixels[index] ?? 0)) > 127,
  )
  expect(differ).toHaveLength(0)
})

test('a hole is what no way leads to from the sides of the picture', () => {
  const ring = { kind: 'RECTANGLE', mode: 'ADD', outline: [0, 5, 10, 15] } as const
  const hole = { kind: 'RECTANGLE', mode: 'SUBTRACT', outline: [3, 8, 7, 12] } as const
  const bay = { kind: 'RECTANGLE', mode: 'SUBTRACT', outline: [8, 9, 30, 10] } as const
  const filled = { kind: 'FILL_HOLES' } as const
  expect(maskOf(ring, hole, filled)).toEqual(maskOf(ring))
  expect(maskOf(ring, bay, filled)).toEqual(maskOf(ring, bay))
  expect(maskOf(ring, hole, { kind: 'ALL' }, hole, filled)).toEqual(maskOf({ kind: 'ALL' }))
})

test('a packed region has the pixels and the place that it had', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 400 })), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.integer({ min: 1, max: 50 }),
      (runs, width) => {
        const values = runs.flatMap(([value, length]) => Array<number>(length).fill(value))
        const height = Math.ceil(values.length / width)
        const pixels = new Uint8Array(width * height)
        pixels.set(values)
        const packed = packRegion({ x: -3, y: 9, width, height, pixels })
        const read = new Uint8Array(pixels.length)
        if (typeof packed !== 'string') {
          const { bounds, fillRow } = packedRows(packed)
          const line = new Uint8Array(bounds.width)
          for (let y = bounds.y; y < bounds.y + bounds.height; y += 1) {
            fillRow(y, line)
            read.set(line, (y - 9) * width + bounds.x + 3)
          }
        }
        expect(read).toEqual(pixels)
      },
    ),
  )
})

test('a region that is ragged everywhere is kept in black and white, or not at all', () => {
  const width = 1500
  const noise = (count: number) =>
    Uint8Array.from({ length: width * count }, (_, i) => (i * 7919) % 256)
  const packed = packRegion({ x: 0, y: 0, width, height: 300, pixels: noise(300) })
  expect(packed).toMatchObject({ rect: { x: 0, y: 0, width, height: 300 } })
  expect(packRegion({ x: 0, y: 0, width, height: 3000, pixels: noise(3000) })).toBe('TOO_RAGGED')
})
