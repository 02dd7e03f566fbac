import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ada, bob, uuid } from '../../tests/builders/generation.ts'
import { AppError } from '../errors.ts'
import { exportIdOf, parseExportRequest } from './request.ts'
import { exportSizeOf, exportSizeProblem } from './size.ts'

const asked = {
  pictureId: uuid(100),
  mime: 'image/png',
  keepMetadata: true,
  keepProvenance: true,
}
const layer = { generationId: uuid(1), index: 0, opacity: 1 }
const idOf = (request: object, owner = ada) => exportIdOf(owner, parseExportRequest(request))

test('the same file has one id, however it is asked for', async () => {
  const id = await idOf({ ...asked, layers: [layer] })
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const same = [
    { layers: [{ opacity: 1, index: 0, generationId: uuid(1) }], ...asked },
    { ...asked, layers: [layer], canvas: null, maxSidePx: null },
    { ...asked, layers: [layer, { ...layer, index: 1, opacity: 0 }] },
    // A lossless file has no quality.
    { ...asked, layers: [layer], quality: 50 },
  ]
  expect(await Promise.all(same.map((each) => idOf(each)))).toEqual(same.map(() => id))
})

test('another owner, composition or option is another file', async () => {
  const others = [
    { ...asked, layers: [layer, { ...layer, index: 1 }] },
    { ...asked, layers: [{ ...layer, index: 1 }, layer] },
    { ...asked, layers: [{ ...layer, opacity: 0.5 }] },
    { ...asked, canvas: { x: 0, y: 0, width: 20, height: 20 } },
    { ...asked, pictureId: uuid(101) },
    { ...asked, mime: 'image/jpeg' },
    { ...asked, mime: 'image/jpeg', quality: 50 },
    { ...asked, maxSidePx: 500 },
    { ...asked, keepMetadata: false },
    { ...asked, keepProvenance: false },
    asked,
  ]
  const ids = await Promise.all([...others.map((each) => idOf(each)), idOf(asked, bob)])
  expect(new Set(ids).size).toBe(others.length + 1)
})

test('a lossy file has a quality, of 90 unless another is asked for', () => {
  expect(parseExportRequest({ ...asked, mime: 'image/webp' }).quality).toBe(90)
  expect(parseExportRequest({ ...asked, mime: 'image/webp', quality: 1 }).quality).toBe(1)
  expect(parseExportRequest({ ...asked, quality: 1 })).not.toHaveProperty('quality')
})

test.each([
  ['a type that is not made', { ...asked, mime: 'image/gif' }, 'mime'],
  ['a quality beyond its range', { ...asked, mime: 'image/jpeg', quality: 101 }, 'quality'],
  ['a size of nothing', { ...asked, maxSidePx: 1 }, 'maxSidePx'],
  ['no picture', { ...asked, pictureId: undefined }, 'pictureId'],
  ['an opacity over 1', { ...asked, layers: [{ ...layer, opacity: 2 }] }, 'layers.0.opacity'],
])('%s is refused', (_what, request, field) => {
  expect(() => parseExportRequest(request)).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST', field }),
  )
})

test('an export is never enlarged, and keeps its shape within half a pixel', () => {
  const sides = fc.integer({ min: 1, max: 20_000 })
  fc.assert(
    fc.property(sides, sides, fc.integer({ min: 16, max: 20_000 }), (width, height, maxSidePx) => {
      const size = exportSizeOf({ width, height }, maxSidePx)
      const longest = Math.max(width, height)
      expect(Math.max(size.width, size.height)).toBe(Math.min(longest, maxSidePx))
      const scale = Math.min(1, maxSidePx / longest)
      expect(Math.abs(size.width - Math.max(1, width * scale))).toBeLessThanOrEqual(0.5)
      expect(Math.abs(size.height - Math.max(1, height * scale))).toBeLessThanOrEqual(0.5)
    }),
  )
})

test.each([
  ['image/png', { width: 65_535, height: 1_000 }, undefined],
  ['image/jpeg', { width: 65_501, height: 1_000 }, 'exportSideTooLong'],
  ['image/webp', { width: 100, height: 16_383 }, undefined],
  ['image/webp', { width: 100, height: 16_384 }, 'exportSideTooLong'],
  ['image/avif', { width: 8_000, height: 5_000 }, undefined],
  ['image/avif', { width: 8_000, height: 5_001 }, 'exportTooManyPixels'],
  ['image/avif', { width: 16_385, height: 100 }, 'exportSideTooLong'],
] as const)('%s of %o: %s', (mime, size, key) => {
  const problem = exportSizeProblem(size, mime)
  expect(problem instanceof AppError ? problem.reason.key : undefined).toBe(key)
})
