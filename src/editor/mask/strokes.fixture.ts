import * as fc from 'fast-check'
import { modes, type RasterStep, type RegionStep } from '../document/region-steps.ts'
import { packRegion } from './pack-region.ts'

/** Lengths in quarters of a pixel, as documents keep them. */
export const quarters = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 4, max: max * 4 }).map((value) => value / 4)

const mode = fc.constantFrom(...modes)
const places = fc.tuple(quarters(-15, 30), quarters(-15, 30))

/** A region as pixels of any value. */
export const aRaster: fc.Arbitrary<RasterStep> = fc
  .record({
    mode,
    x: fc.integer({ min: -12, max: 20 }),
    y: fc.integer({ min: -12, max: 20 }),
    width: fc.integer({ min: 1, max: 12 }),
    values: fc.array(fc.constantFrom(0, 0, 90, 255, 255), { minLength: 1, maxLength: 60 }),
  })
  .map(({ mode, values, ...place }) => {
    const height = Math.ceil(values.length / place.width)
    const pixels = new Uint8Array(place.width * height)
    pixels.set(values)
    pixels[0] = 200
    const packed = packRegion({ ...place, height, pixels })
    if (typeof packed === 'string') throw new Error('A region with a pixel in it is empty.')
    return { kind: 'RASTER', mode, ...packed }
  })

export const aBox = fc.record({
  kind: fc.constantFrom('RECTANGLE' as const, 'ELLIPSE' as const),
  mode,
  outline: fc
    .tuple(quarters(-15, 20), quarters(-15, 20), quarters(0.5, 20), quarters(0.5, 20))
    .map(([x, y, width, height]) => [x, y, x + width, y + height]),
})

export const aPolygon = fc.record({
  kind: fc.constant('POLYGON' as const),
  mode,
  outline: fc.array(places, { minLength: 3, maxLength: 7 }).map((corners) => corners.flat()),
})

export const aShape = fc.oneof(aBox, aPolygon)

/** Any change of the mask but a line. */
export const aRegionStep: fc.Arbitrary<RegionStep> = fc.oneof(
  aShape,
  aRaster,
  fc.record({
    kind: fc.constantFrom(
      'GROW' as const,
      'SHRINK' as const,
      'FEATHER' as const,
      'SMOOTH' as const,
    ),
    px: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    kind: fc.constantFrom(
      'CLEAR' as const,
      'ALL' as const,
      'INVERT' as const,
      'FILL_HOLES' as const,
    ),
  }),
)
