import * as fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Size } from '#domain/frame/space.ts'
import { maxOf, type Samples } from '#domain/layer/mix.ts'
import { boxIn } from '../../tests/builders/picture-file.ts'
import { fitAnswer } from '../models/fit-answer.ts'
import { enlarge, enlargeOpacity } from './enlarge.ts'
import { renderSeen } from './model-image.ts'
import { cutOut, type RawPixels } from './raw-pixels.ts'
import { resample, resampleOpacity } from './resample.ts'

const maxShiftPx = 0.02

/** Sides that grow by up to four times, each to a whole pixel. */
const sizes = fc
  .record({
    width: fc.integer({ min: 40, max: 61 }),
    height: fc.integer({ min: 40, max: 61 }),
    scale: fc.double({ min: 1, max: 4, noNaN: true }),
  })
  .map(({ width, height, scale }) => ({
    from: { width, height },
    to: { width: Math.round(width * scale), height: Math.round(height * scale) },
  }))
const corner = fc.nat(250)
const corners = fc.tuple(corner, corner, corner, corner)
const kernel = fc.constantFrom('lanczos3' as const, 'cubic' as const, 'linear' as const)
const light = fc.constantFrom('LINEAR' as const, 'STORED' as const)
const few = { numRuns: 25 }

type Paint = { readonly channels: 1 | 3 | 4; readonly isDeep?: boolean }

/** @param valueAt from 0 to 1, of every channel, at the middle of a pixel */
function paint(
  { width, height }: Size,
  { channels, isDeep = false }: Paint,
  valueAt: (x: number, y: number) => number,
): RawPixels {
  const length = width * height * channels
  const pixels = isDeep ? new Uint16Array(length) : new Uint8Array(length)
  for (let at = 0; at < length; at++) {
    const pixel = Math.floor(at / channels)
    const value = valueAt((pixel % width) + 0.5, Math.floor(pixel / width) + 0.5)
    pixels[at] = Math.round(value * maxOf(pixels))
  }
  return { width, height, channels, pixels }
}

/** A bright spot on black, so broad that no kernel sees its pixels, off the middle. */
function spot(size: Size, as: Paint): RawPixels {
  const [x0, y0] = [size.width / 2 - 1.3, size.height / 2 + 2.4]
  return paint(size, as, (x, y) => Math.exp(-((x - x0) ** 2 + (y - y0) ** 2) / 32))
}

/** Where the middle of all that is bright lies, in pixels of an image of `size`. */
function middleOf({ width, height, channels, pixels }: RawPixels, size: Size): [number, number] {
  let [sum, x, y] = [0, 0, 0]
  for (let at = 0; at < width * height; at++) {
    const value = pixels[at * channels + channels - 1] ?? 0
    sum += value
    x += value * ((at % width) + 0.5)
    y += value * (Math.floor(at / width) + 0.5)
  }
  return [(x / sum / width) * size.width, (y / sum / height) * size.height]
}

test('a ramp stays where it is, in any part of an enlarged image', async () => {
  await fc.assert(
    fc.asyncProperty(
      sizes,
      kernel,
      corners,
      fc.boolean(),
      async ({ from, to }, by, box, isAcross) => {
        const slope = 0.01
        const rise = (x: number, y: number) => 0.1 + slope * (isAcross ? x : y)
        const ramp = paint(from, { channels: 3, isDeep: true }, rise)
        const part = boxIn(to, box)
        const how = { size: to, part, kernel: by, light: 'STORED', isDeep: true } as const
        const made = await resample(ramp, how)
        for (let at = 0; at < part.width * part.height; at++) {
          const x = ((part.x + (at % part.width) + 0.5) / to.width) * from.width
          const y = ((part.y + Math.floor(at / part.width) + 0.5) / to.height) * from.height
          // A kernel that reaches beyond the border sees the ramp end.
          const room = Math.min(x, y, from.width - x, from.height - y)
          if (room < 3.5) continue
          const shift = ((made[at * 3] ?? 0) / 65_535 - rise(x, y)) / slope
          // Lanczos's kernel itself bends a ramp by up to 0.01998 pixels; the rest is rounding.
          expect(Math.abs(shift)).toBeLessThan(maxShiftPx + 0.002)
        }
      },
    ),
    few,
  )
})

const whole = ({ width, height }: Size) => ({ x: 0, y: 0, width, height })

/** All that makes one image of another size out of another. */
const ways: Record<string, Paint & { make: (image: RawPixels, to: Size) => Promise<Samples> }> = {
  'what a model made': { channels: 3, make: (image, to) => enlarged(image, to, false) },
  'the same for a deep picture': { channels: 3, make: (image, to) => enlarged(image, to, true) },
  'a deep image': { channels: 3, isDeep: true, make: (image, to) => enlarged(image, to, true) },
  'the opacity of an edit': {
    channels: 1,
    make: ({ pixels, ...from }, to) =>
      enlargeOpacity(Uint8Array.from(pixels), { source: whole(to), model: whole(from) }, whole(to)),
  },
  'the opacity of a picture': { channels: 4, make: resampleOpacity },
  'the opacity of a deep picture': { channels: 4, isDeep: true, make: resampleOpacity },
  'what was found': {
    channels: 1,
    make: (image, size) => resample(image, { size, kernel: 'linear', light: 'STORED' }),
  },
  'what a model sees': { channels: 3, make: (image, to) => renderSeen(image, to, undefined) },
  'what it sees of a deep picture': {
    channels: 3,
    isDeep: true,
    make: (image, to) => renderSeen(image, to, undefined),
  },
}

function enlarged(image: RawPixels, to: Size, isDeep: boolean): Promise<Samples> {
  return enlarge(image, {
    fitted: { source: whole(to), model: whole(image) },
    part: whole(to),
    isDeep,
  })
}

test.each(Object.entries(ways))('a spot stays where it is: %s', async (_, { make, ...as }) => {
  await fc.assert(
    fc.asyncProperty(sizes, async ({ from, to }) => {
      const image = spot(from, as)
      const pixels = await make(image, to)
      const channels = as.channels === 3 ? 3 : 1
      const [x, y] = middleOf({ ...to, channels, pixels }, from)
      const [x0, y0] = middleOf(image, from)
      expect(Math.hypot(x - x0, y - y0)).toBeLessThan(maxShiftPx)
    }),
    few,
  )
})

test('a spot stays where it is when an answer of another size is fitted', async () => {
  const from = { width: 60, height: 45 }
  const to = { width: 100, height: 75 }
  const image = spot(from, { channels: 3 })
  const file = await sharp(image.pixels, { raw: { ...from, channels: 3 } })
    .png()
    .toBuffer()
  const fitted = await fitAnswer(file, { widthPx: to.width, heightPx: to.height })
  const pixels = await sharp(fitted).raw({ depth: 'uchar' }).toBuffer()
  const [x, y] = middleOf({ ...to, channels: 3, pixels }, from)
  const [x0, y0] = middleOf(image, from)
  expect(Math.hypot(x - x0, y - y0)).toBeLessThan(maxShiftPx)
})

test('an image of one colour keeps it, of 8 bits and of 16, and between them', async () => {
  const colour = fc.record({ value: fc.nat(65_535), isDeep: fc.boolean(), toDeep: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(sizes, kernel, light, colour, async (size, by, inLight, drawn) => {
      const { isDeep, toDeep } = drawn
      const value = isDeep ? drawn.value : drawn.value & 255
      const image = paint(size.from, { channels: 3, isDeep }, () => value / (isDeep ? 65_535 : 255))
      // Bits are added in linear light alone.
      const addsBits = toDeep && !isDeep
      const how = {
        size: size.to,
        kernel: by,
        light: addsBits ? 'LINEAR' : inLight,
        isDeep: toDeep,
      } as const
      const made = await resample(image, how)
      const share = value / maxOf(image.pixels)
      const expected = Math.round(share * maxOf(made))
      // Rounded to 8 bits, a number may lie in the middle of two.
      const isSame = (it: number) => Math.abs(it - expected) <= (isDeep && !toDeep ? 1 : 0)
      expect(made.every(isSame)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('a part is that part of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, kernel, light, corners, async ({ from, to }, by, inLight, box) => {
      const noise = paint(from, { channels: 3 }, (x, y) => (x * 7.31 + y * y * 3.77) % 1)
      const part = boxIn(to, box)
      const how = { size: to, kernel: by, light: inLight }
      const all = await resample(noise, how)
      const expected = cutOut({ ...to, channels: 3, pixels: all }, part)
      expect(Buffer.from(await resample(noise, { ...how, part })).equals(expected)).toBe(true)
    }),
    few,
  )
})
