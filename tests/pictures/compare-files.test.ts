import sharp from 'sharp'
import { expect, test } from 'vitest'
import { compareNumbers } from './compare-files.ts'
import { density, type PngKind, profileChunk, writePng } from './png.ts'
import { rgbProfile } from './profiles.ts'

const reach = { x: 10, y: 10, width: 20, height: 20 }
const kind = { width: 60, height: 40, type: 2, depth: 8 } as const satisfies PngKind

/** A slope, but for one pixel. */
function picture(odd?: { x: number; y: number }, of: Partial<PngKind> = {}): Buffer {
  return writePng({ ...kind, ...of }, ({ x, y }, channel) => {
    return odd?.x === x && odd.y === y ? 255 : x + y + channel
  })
}

test('one other pixel is found outside of the edit, and not within', async () => {
  const file = picture()
  expect(await compareNumbers(file, picture({ x: 15, y: 15 }), reach)).toEqual([])
  expect(await compareNumbers(file, picture({ x: 50, y: 5 }), reach)).toEqual([
    '1 pixels outside have other numbers',
  ])
})

test('another depth, profile, opacity, density and size are found', async () => {
  const file = picture()
  const profiled = picture(undefined, { chunks: [profileChunk(rgbProfile(1))] })
  expect(await compareNumbers(file, profiled, reach)).toEqual([])
  expect(await compareNumbers(profiled, file, reach)).toEqual(['another profile'])
  expect(await compareNumbers(file, picture(undefined, { type: 6 }), reach)).toContain('4 channels')
  expect(await compareNumbers(file, picture(undefined, { depth: 16 }), reach)).toContain('16 bits')
  expect(await compareNumbers(file, picture(undefined, { width: 61 }), reach)).toEqual([
    '61 × 40, not 60 × 40',
  ])
  const libraryMade = picture(undefined, { chunks: [density(1_000, 1_000)] })
  expect(await compareNumbers(file, libraryMade, reach)).toEqual([
    'the density that the library writes',
  ])
})

test('a picture on its side is compared upright', async () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const stored = sharp(picture()).withMetadata({ orientation })
    const file = await stored.png().toBuffer()
    const upright = await sharp(file).autoOrient().keepIccProfile().png().toBuffer()
    const says = await compareNumbers(file, upright, reach)
    expect(says.filter((sentence) => !sentence.includes('density'))).toEqual([])
  }
})
