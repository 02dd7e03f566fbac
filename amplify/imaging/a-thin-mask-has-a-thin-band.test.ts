import * as fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Rect, Size } from '#domain/frame/space.ts'
import { titanImageGeneratorV2 as card } from '#domain/model/titan.ts'
import { pasteBack } from '../../tests/builders/paste-back.ts'
import { boxMask } from '../../tests/builders/picture-file.ts'
import { plainPicture } from './composed-picture.ts'
import { openOriginal } from './open-original.ts'
import { prepareEdit } from './prepare-edit.ts'
import { soften } from './soft-edge.ts'

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 120 }),
  height: fc.integer({ min: 1, max: 120 }),
})

/** Lines, dots and blocks of any size and strength, few or many. */
const masks = sizes.chain((size) =>
  fc.record({
    size: fc.constant(size),
    maxPx: fc.integer({ min: 0, max: 64 }),
    boxes: fc.array(
      fc.record({
        x: fc.nat(size.width - 1),
        y: fc.nat(size.height - 1),
        width: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: size.width })),
        height: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: size.height })),
        value: fc.integer({ min: 1, max: 255 }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  }),
)

function paint({ width, height }: Size, boxes: readonly (Rect & { value: number })[]): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (const box of boxes) {
    for (let y = box.y; y < Math.min(height, box.y + box.height); y++) {
      mask.fill(box.value, y * width + box.x, y * width + Math.min(width, box.x + box.width))
    }
  }
  return mask
}

const edited = (mask: Uint8Array): number => mask.filter((value) => value !== 0).length

test('the band around a mask has no more pixels than the mask', () => {
  fc.assert(
    fc.property(masks, ({ size, maxPx, boxes }) => {
      const mask = paint(size, boxes)
      const { pixels, featherPx } = soften(mask, size, maxPx)
      expect(edited(pixels)).toBeLessThanOrEqual(2 * edited(mask))
      expect(featherPx).toBeLessThanOrEqual(maxPx)
      expect(pixels.every((value, at) => value >= (mask[at] ?? 0))).toBe(true)
    }),
    { numRuns: 400 },
  )
})

test('the width that is told is the one that the edge keeps', () => {
  fc.assert(
    fc.property(masks, ({ size, maxPx, boxes }) => {
      const mask = paint(size, boxes)
      const { pixels, featherPx } = soften(mask, size, maxPx)
      const reach = boxes.map(({ x, y, width, height }) => ({
        x: x - featherPx,
        y: y - featherPx,
        width: width + 2 * featherPx,
        height: height + 2 * featherPx,
        value: 255,
      }))
      const near = new Uint8Array(mask.length)
      for (const box of reach) {
        for (let y = Math.max(0, box.y); y < Math.min(size.height, box.y + box.height); y++) {
          const end = Math.min(size.width, box.x + box.width)
          near.fill(1, y * size.width + Math.max(0, box.x), y * size.width + end)
        }
      }
      expect(pixels.every((value, at) => value === 0 || near[at] === 1)).toBe(true)
    }),
  )
})

test('an ordinary mask keeps its whole soft edge', () => {
  const size = { width: 200, height: 200 }
  const mask = paint(size, [{ x: 70, y: 70, width: 60, height: 60, value: 255 }])
  // (60 + 2 · 12)² = 7,056, less than twice 3,600.
  expect(soften(mask, size, 12).featherPx).toBe(12)
})

test('a line over 24 megapixels changes no more than twice its own pixels', async () => {
  const size = { width: 12_000, height: 2_000 }
  const line = { x: 500, y: 900, width: 11_000, height: 12 }
  const pixels = Buffer.alloc(size.width * size.height * 3, 128)
  const original = { ...size, channels: 3 as const, pixels, profile: undefined }
  const mask = await boxMask(size, line)
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  // Of 132,000 pixels; each of 5 rings has about 22,000.
  expect(prepared.featherPx).toBe(5)
  expect(edited(prepared.weight.pixels)).toBeLessThanOrEqual(2 * 132_000)
})

test('a single painted dot is edited, and nothing else', async () => {
  const size = { width: 600, height: 600 }
  const grey = { create: { ...size, channels: 3 as const, background: '#808080' } }
  const original = await openOriginal(await sharp(grey).png().toBuffer())
  const mask = await boxMask(size, { x: 300, y: 300, width: 1, height: 1 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const { width, height } = prepared.sent.size
  const red = { create: { width, height, channels: 3 as const, background: '#ff0000' } }
  const candidate = await sharp(red).png().toBuffer()
  const { png } = await pasteBack({ original, prepared, candidate })
  const { pixels } = await openOriginal(png)
  const changed = [...original.pixels.keys()].filter((at) => pixels[at] !== original.pixels[at])
  expect(new Set(changed.map((at) => Math.floor(at / 3)))).toEqual(new Set([300 * 600 + 300]))
})
