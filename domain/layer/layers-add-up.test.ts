import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rect } from '../frame/space.ts'
import { compose, type PlacedPatch } from './compose.ts'
import { applyPatch, maxOf, type Patch, type Raster, type Samples } from './mix.ts'

const plane: Rect = { x: 0, y: 0, width: 7, height: 5 }

type Depth = 8 | 16

function samples(length: number, depth: Depth): fc.Arbitrary<Samples> {
  const bounds = { minLength: length, maxLength: length }
  return depth === 8 ? fc.uint8Array(bounds) : fc.uint16Array(bounds)
}

/** Opacity is often none or full, which is where a mix is easily wrong. */
function raster(rect: Rect, channels: 3 | 4, depth: Depth): fc.Arbitrary<Raster> {
  const count = rect.width * rect.height
  const ends = fc.array(fc.constantFrom('CLEAR', 'FULL', 'SOME'), {
    minLength: count,
    maxLength: count,
  })
  return fc.record({ pixels: samples(count * channels, depth), ends }).map((made) => {
    const pixels = made.pixels.slice()
    made.ends.forEach((end, at) => {
      if (channels === 4 && end !== 'SOME') pixels[at * 4 + 3] = end === 'FULL' ? maxOf(pixels) : 0
    })
    return { ...rect, channels, pixels }
  })
}

const rects: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -4, max: 8 }),
  y: fc.integer({ min: -4, max: 6 }),
  width: fc.integer({ min: 1, max: 6 }),
  height: fc.integer({ min: 1, max: 6 }),
})

function patches(channels: 3 | 4, depth: Depth, rect = rects): fc.Arbitrary<Patch> {
  return rect.chain((place) => {
    const count = place.width * place.height
    const weight = fc.array(fc.oneof(fc.constantFrom(0, 255), fc.integer({ min: 0, max: 255 })), {
      minLength: count,
      maxLength: count,
    })
    return fc
      .record({ made: raster(place, channels, depth), weight })
      .map(({ made, weight: amounts }) => ({ ...made, weight: Uint8Array.from(amounts) }))
  })
}

const opacities = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0.001, max: 1, noNaN: true }))
const kinds = fc.record({
  below: fc.constantFrom<3 | 4>(3, 4),
  depth: fc.constantFrom<Depth>(8, 16),
})

/** A pixel of a raster, from 0 to 1 each; outside of it nothing. */
function pixelOf({ x, y, width, height, channels, pixels }: Raster, atX: number, atY: number) {
  const isInside = atX >= x && atY >= y && atX < x + width && atY < y + height
  if (!isInside) return { color: [0, 0, 0], alpha: 0 }
  const at = ((atY - y) * width + atX - x) * channels
  const most = maxOf(pixels)
  return {
    color: [...pixels.subarray(at, at + 3)].map((value) => value / most),
    alpha: channels === 4 ? (pixels[at + 3] ?? 0) / most : 1,
  }
}

/**
 * The rule, slowly and obviously: both pixels are multiplied by their opacity, mixed, and divided
 * again. Not rounded.
 */
function slowly(below: Raster, layers: readonly PlacedPatch[], atX: number, atY: number) {
  return layers.reduce(
    (under, { patch, opacity }) => {
      const over = pixelOf(patch, atX, atY)
      const isInside =
        atX >= patch.x &&
        atY >= patch.y &&
        atX < patch.x + patch.width &&
        atY < patch.y + patch.height
      if (!isInside) return under
      const weight = patch.weight[(atY - patch.y) * patch.width + atX - patch.x] ?? 0
      const share = (weight / 255) * opacity
      if (share === 0) return under
      if (share === 1) return over
      const alpha = over.alpha * share + under.alpha * (1 - share)
      if (alpha === 0) return under
      const color = under.color.map((value, channel) => {
        const above = (over.color[channel] ?? 0) * over.alpha
        return (above * share + value * under.alpha * (1 - share)) / alpha
      })
      return { color, alpha }
    },
    pixelOf(below, atX, atY),
  )
}

test('a patch is mixed as the slow rule says, and rounded once', () => {
  const cases = kinds.chain(({ below, depth }) =>
    fc.record({
      under: raster(plane, below, depth),
      patch: fc
        .constantFrom<3 | 4>(...(below === 4 ? ([3, 4] as const) : ([3] as const)))
        .chain((channels) => patches(channels, depth)),
      opacity: opacities,
    }),
  )
  fc.assert(
    fc.property(cases, ({ under, patch, opacity }) => {
      const made: Raster = { ...under, pixels: under.pixels.slice() }
      applyPatch(made, patch, opacity)
      const most = maxOf(made.pixels)
      for (let y = 0; y < plane.height; y++) {
        for (let x = 0; x < plane.width; x++) {
          const wanted = slowly(under, [{ patch, opacity }], x, y)
          const values = under.channels === 4 ? [...wanted.color, wanted.alpha] : wanted.color
          values.forEach((value, channel) => {
            const at = (y * plane.width + x) * under.channels + channel
            // Half a step is what rounding costs; the rest is for the order of additions.
            expect(Math.abs((made.pixels[at] ?? -1) - value * most)).toBeLessThan(0.5 + 1e-6)
          })
        }
      }
    }),
  )
})

test('weight or opacity 0 changes no bit, and full ones give the patch bit for bit', () => {
  const cases = kinds.chain(({ below, depth }) =>
    fc.record({ under: raster(plane, below, depth), patch: patches(below, depth) }),
  )
  fc.assert(
    fc.property(cases, ({ under, patch }) => {
      const kept: Raster = { ...under, pixels: under.pixels.slice() }
      applyPatch(kept, patch, 0)
      applyPatch(kept, { ...patch, weight: new Uint8Array(patch.weight.length) }, 1)
      expect(kept).toEqual(under)
      const part = compose(patch, [], patch)
      const covered = { ...part, pixels: part.pixels.slice().fill(7) }
      applyPatch(covered, { ...patch, weight: patch.weight.slice().fill(255) }, 1)
      expect(covered.pixels).toEqual(patch.pixels)
    }),
  )
})

test('patches of places apart add up to the same in any order', () => {
  const apart = [
    { x: 0, y: 0, width: 3, height: 5 },
    { x: 3, y: 0, width: 2, height: 3 },
    { x: 3, y: 3, width: 4, height: 2 },
    { x: 5, y: 0, width: 4, height: 3 },
  ]
  const cases = kinds.chain(({ below, depth }) =>
    fc.record({
      under: raster(plane, below, depth),
      layers: fc
        .tuple(...apart.map((rect) => patches(below, depth, fc.constant(rect))))
        .chain((made) =>
          fc
            .array(opacities, { minLength: made.length, maxLength: made.length })
            .map((shares) => made.map((patch, at) => ({ patch, opacity: shares[at] ?? 1 }))),
        ),
      order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    }),
  )
  fc.assert(
    fc.property(cases, ({ under, layers, order }) => {
      const shuffled = order.flatMap((at) => layers[at] ?? [])
      expect(compose(under, shuffled, plane)).toEqual(compose(under, layers, plane))
    }),
  )
})

test('any part of a composition is that part of the whole, and no pixel of the root is changed', () => {
  const cases = kinds.chain(({ below, depth }) =>
    fc.record({
      root: raster(plane, below, depth),
      layers: fc.array(fc.record({ patch: patches(below, depth), opacity: opacities }), {
        maxLength: 4,
      }),
      part: rects,
    }),
  )
  const everything = { x: -10, y: -10, width: 30, height: 30 }
  fc.assert(
    fc.property(cases, ({ root, layers, part }) => {
      const before = root.pixels.slice()
      const whole = compose(root, layers, everything)
      const made = compose(root, layers, part)
      for (let y = part.y; y < part.y + part.height; y++) {
        for (let x = part.x; x < part.x + part.width; x++) {
          const one = pixelOf(made, x, y)
          expect(one).toEqual(pixelOf(whole, x, y))
        }
      }
      expect(root.pixels).toEqual(before)
    }),
  )
})

test('beyond the root a composition is transparent, and opaque again where layers cover all of it', () => {
  const root: Raster = { ...plane, channels: 3, pixels: new Uint8Array(7 * 5 * 3).fill(9) }
  const canvas = { x: -2, y: 0, width: 9, height: 5 }
  const open = compose(root, [], canvas)
  expect([open.channels, pixelOf(open, -1, 2).alpha, pixelOf(open, 0, 2).alpha]).toEqual([4, 0, 1])
  const strip = { x: -2, y: 0, width: 2, height: 5 }
  const patch: Patch = {
    ...strip,
    channels: 3,
    pixels: new Uint8Array(30).fill(5),
    weight: new Uint8Array(10).fill(255),
  }
  const closed = compose(root, [{ patch, opacity: 1 }], canvas)
  expect([closed.channels, closed.pixels[0], closed.pixels[8]]).toEqual([3, 5, 9])
})
