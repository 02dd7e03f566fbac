import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DrawnStroke, Stroke } from '../document/stroke.ts'
import { createMaskEngine } from './mask-engine.ts'
import { emptyRaster } from './mask-pixels.ts'
import { drawStroke, rasteriseStrokes } from './raster.ts'
import { packRuns, unpackRuns } from './run-lengths.ts'
import { aRegionStep, quarters } from './strokes.fixture.ts'

/** An extended picture's: its corner is not the picture's. */
const canvas = { x: -6, y: 3, width: 23, height: 17 }
const odd = { x: 2, y: -1, width: 7, height: 9 }

const lines: fc.Arbitrary<DrawnStroke> = fc.record({
  kind: fc.constantFrom('PAINT' as const, 'ERASE' as const),
  radiusPx: quarters(0.5, 12),
  points: fc
    .array(fc.tuple(quarters(-20, 40), quarters(-20, 40)), { minLength: 1, maxLength: 6 })
    .map((points) => points.flat()),
})
const strokes: fc.Arbitrary<LineOrWhole> = fc.oneof(
  { weight: 6, arbitrary: lines },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: 'CLEAR' as const }, { kind: 'INVERT' as const }),
  },
)
type LineOrWhole = DrawnStroke | { readonly kind: 'CLEAR' | 'INVERT' }

/** The definition: each pixel is asked for its distance to every piece of every line. */
function reference(all: readonly LineOrWhole[]): number[] {
  return Array.from({ length: canvas.width * canvas.height }, (_, index) => {
    const x = canvas.x + (index % canvas.width) + 0.5
    const y = canvas.y + Math.floor(index / canvas.width) + 0.5
    return all.reduce((value, stroke) => {
      if (!('points' in stroke)) return stroke.kind === 'CLEAR' ? 0 : 255 - value
      const covered = Math.min(
        1,
        Math.max(0, stroke.radiusPx + 0.5 - distance(stroke.points, x, y)),
      )
      const coverage = Math.round(covered * 255)
      return stroke.kind === 'PAINT' ? Math.max(value, coverage) : Math.min(value, 255 - coverage)
    }, 0)
  })
}

function distance(points: readonly number[], x: number, y: number): number {
  const ends = points.length === 2 ? [...points, ...points] : points
  let nearest = Number.POSITIVE_INFINITY
  for (let index = 0; index + 3 < ends.length; index += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = ends.slice(index, index + 4)
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
    const t = Math.min(1, Math.max(0, along))
    nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
  }
  return nearest
}

test('the mask is what the definition by distances says, to one step of grey', () => {
  fc.assert(
    fc.property(fc.array(strokes, { maxLength: 5 }), (all) => {
      const { pixels } = rasteriseStrokes(all, canvas)
      const worst = reference(all).map((value, index) => Math.abs(value - (pixels[index] ?? -1)))
      expect(Math.max(...worst)).toBeLessThanOrEqual(1)
    }),
    { numRuns: 400 },
  )
})

test('a line drawn in two pieces is the line drawn at once', () => {
  fc.assert(
    fc.property(lines, fc.nat(), (line, at) => {
      const cut = 2 * (at % (line.points.length / 2))
      const first = { ...line, points: line.points.slice(0, cut + 2) }
      const second = { ...line, points: line.points.slice(cut) }
      const pieces = rasteriseStrokes([{ kind: 'INVERT' }, first, second], canvas)
      expect(pieces).toEqual(rasteriseStrokes([{ kind: 'INVERT' }, line], canvas))
    }),
  )
})

test('inverting twice is the mask as it was', () => {
  fc.assert(
    fc.property(fc.array(strokes, { maxLength: 5 }), (all) => {
      const twice = rasteriseStrokes([...all, { kind: 'INVERT' }, { kind: 'INVERT' }], odd)
      expect(twice).toEqual(rasteriseStrokes(all, odd))
    }),
  )
})

test('however undo and redo come, the engine holds the mask of the strokes that are left', () => {
  const moves = fc.array(
    fc.record({
      keep: fc.nat(),
      added: fc.array(fc.oneof(strokes, aRegionStep), { maxLength: 40 }),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(moves, (all) => {
      const engine = createMaskEngine(canvas)
      let current: readonly Stroke[] = []
      for (const { keep, added } of all) {
        const kept = current.slice(0, current.length === 0 ? 0 : keep % (current.length + 1))
        engine.sync(kept.length, added)
        current = [...kept, ...added]
        const expected = emptyRaster(canvas)
        for (const stroke of current) drawStroke(expected, stroke)
        expect(engine.raster()).toEqual(expected)
      }
    }),
    { numRuns: 30 },
  )
})

test('unpacked runs are the bytes that were packed', () => {
  const bytes = fc
    .array(fc.tuple(fc.constantFrom(0, 7, 255), fc.integer({ min: 1, max: 40 })), { maxLength: 20 })
    .map((runs) =>
      Uint8Array.from(runs.flatMap(([value, length]) => Array<number>(length).fill(value))),
    )
  fc.assert(
    fc.property(bytes, (pixels) => {
      const out = new Uint8Array(pixels.length).fill(99)
      unpackRuns(packRuns(pixels), out)
      expect(out).toEqual(pixels)
    }),
  )
})
