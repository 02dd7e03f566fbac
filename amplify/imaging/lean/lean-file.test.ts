import * as fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { fileKindOf } from '#domain/picture/file-kind.ts'
import { isUsedAsItIs } from '#domain/picture/frames.ts'
import { orientationOf, withoutExif } from '#domain/picture/orientation.ts'
import { say } from '../../../src/i18n/say.ts'
import { exifBlock, withExif } from '../../../tests/builders/exif-file.ts'
import { tiffFile } from '../../../tests/builders/tiff-file.ts'
import { leanFile } from './lean-file.ts'

const size = { width: 24, height: 16 }
const photo = (): Sharp => sharp({ create: { ...size, channels: 3, background: '#a64' } })
const block = exifBlock({ value: 6 })

const files = [
  withExif.png(await photo().withIccProfile('p3').png().toBuffer(), block),
  withExif.jpeg(await photo().withIccProfile('p3').jpeg().toBuffer(), block),
  withExif.webp(await photo().webp().toBuffer(), block, size),
  await photo().gif().toBuffer(),
  await photo().avif().toBuffer(),
  tiffFile({ 274: 6 }, { pages: 2, blobs: { 700: Buffer.from('xmp') } }),
]

/** Files of every kind, with some bytes changed and the end cut off. */
const broken = fc
  .record({
    file: fc.constantFrom(...files),
    changes: fc.array(fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) }), {
      maxLength: 8,
    }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
  })
  .map(({ file, changes, share }) => {
    const copy = Buffer.from(file.subarray(0, Math.ceil(file.length * share)))
    // The first bytes say what it is; a wrong kind is another test.
    for (const { at, value } of changes) copy[12 + (at % Math.max(1, copy.length - 12))] = value
    return copy
  })

const orientations = new Set([1, 2, 3, 4, 5, 6, 7, 8])

/** What the rules say of a file; the sentence of a refusal. */
function read(bytes: Buffer): { orientation: number; frames: number } | string {
  try {
    const { orientation, frames } = leanFile(bytes)
    return { orientation, frames }
  } catch (error) {
    if (error instanceof AppError) return say(error.reason)
    throw error
  }
}

test('whatever is broken in a file, it is read to its end or refused with a sentence', () => {
  fc.assert(
    fc.property(broken, (bytes) => {
      const found = read(bytes)
      const isGood =
        typeof found === 'string' ? found.endsWith('.') : orientations.has(found.orientation)
      expect(isGood).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

test('whatever is broken in a file, without its EXIF it is upright, and else the same', () => {
  const still = broken.filter((bytes) => typeof read(bytes) !== 'string')
  fc.assert(
    fc.property(still, (bytes) => {
      const mime = fileKindOf(bytes)
      const bare = withoutExif(bytes, mime)
      expect(withoutExif(bare, mime)).toBe(bare)
      expect(mime === 'image/tiff' ? 1 : orientationOf(bare, mime)).toBe(1)
      expect(isUsedAsItIs(bare, mime)).toBe(isUsedAsItIs(bytes, mime))
    }),
    { numRuns: 2_000 },
  )
})

test('a whole file without anything to leave out is not copied', async () => {
  for (const file of [
    await photo().png().toBuffer(),
    await photo().jpeg().toBuffer(),
    ...files.slice(3),
  ]) {
    expect(leanFile(file).bytes).toBe(file)
  }
})
