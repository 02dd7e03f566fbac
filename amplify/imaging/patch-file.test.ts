import * as fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Patch } from '#domain/layer/mix.ts'
import { adobeRgbProfile } from '../../tests/builders/adobe-rgb.ts'
import { openOriginal } from './open-original.ts'
import { encodePatch, readPatch } from './patch-file.ts'

const at = fc.integer({ min: -70, max: 70 })
const side = fc.integer({ min: 1, max: 40 })

/** Pixels of any depth, with and without opacity, anywhere. */
const patches: fc.Arbitrary<Patch> = fc
  .record({
    x: at,
    y: at,
    width: side,
    height: side,
    channels: fc.constantFrom<3 | 4>(3, 4),
    isDeep: fc.boolean(),
  })
  .chain(({ isDeep, ...place }) => {
    const count = place.width * place.height
    const all = (length: number) => ({ minLength: length, maxLength: length })
    const samples = all(count * place.channels)
    return fc
      .record({
        pixels: isDeep ? fc.uint16Array(samples) : fc.uint8Array(samples),
        weight: fc.uint8Array(all(count)),
      })
      .map((made) => ({ ...place, ...made }))
  })

test('a patch that is written is read again, bit for bit', async () => {
  await fc.assert(
    fc.asyncProperty(patches, async (patch) => {
      const { x, y, width, height, channels } = patch
      const read = await readPatch(await encodePatch(patch, undefined), { x, y, width, height })
      expect({ x: read.x, y: read.y, channels: read.channels }).toEqual({ x, y, channels })
      expect([...read.pixels]).toEqual([...patch.pixels])
      expect([...read.weight]).toEqual([...patch.weight])
    }),
    { numRuns: 60 },
  )
})

test('any decoder sees the edit, in the profile of its root', async () => {
  const patch = { x: 5, y: -6, width: 8, height: 4, channels: 3 as const }
  const pixels = new Uint8Array(96).fill(120)
  const profile = adobeRgbProfile()
  const file = await encodePatch({ ...patch, pixels, weight: new Uint8Array(32) }, profile)
  expect(await sharp(file).metadata()).toMatchObject({ width: 8, height: 4, channels: 3 })
  expect((await openOriginal(file)).profile?.equals(profile)).toBe(true)
})

test('a file of another size, or without weight, is no patch of that place', async () => {
  const patch = { x: 0, y: 0, width: 4, height: 4, channels: 3 as const }
  const whole = { ...patch, pixels: new Uint8Array(48), weight: new Uint8Array(16) }
  const file = await encodePatch(whole, undefined)
  const refused = { code: 'INVALID_IMAGE' }
  await expect(readPatch(file, { ...patch, width: 5 })).rejects.toMatchObject(refused)
  const plain = await sharp(file).png().toBuffer()
  await expect(readPatch(plain, patch)).rejects.toMatchObject(refused)
})
