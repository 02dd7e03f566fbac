import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Rect, Size } from '#domain/frame/space.ts'
import { pictureRuleOf } from '#domain/model/check.ts'
import type { Task } from '#domain/model/task.ts'
import { titanImageGeneratorV2 as card } from '#domain/model/titan.ts'
import { pasteBack, pasteFound } from '../../tests/builders/paste-back.ts'
import { boxMask } from '../../tests/builders/picture-file.ts'
import { writePng } from '../../tests/pictures/png.ts'
import { withoutBackdrop } from './backdrop.ts'
import { plainPicture } from './composed-picture.ts'
import { decodeReply } from './decode-reply.ts'
import { renderSeen } from './model-image.ts'
import { openOriginal } from './open-original.ts'
import { prepareEdit } from './prepare-edit.ts'
import { resample } from './resample.ts'
import { showWhole } from './show-whole.ts'
import { verifyEnlarged } from './verify-result.ts'

type Rgba = readonly [number, number, number, number]
type PixelAt = (place: { x: number; y: number }) => Rgba

const clear: Rgba = [0, 0, 0, 0]
const size = { width: 300, height: 200 }

function fileOf(size: Size, pixelAt: PixelAt, depth: 8 | 16 = 8): Buffer {
  const factor = depth === 8 ? 1 : 257
  return writePng({ ...size, type: 6, depth }, (place, channel) => {
    return (pixelAt(place)[channel] ?? 0) * factor
  })
}

/** Edits a box with an answer of one colour wherever the model may paint. */
async function edited(job: {
  file: Buffer
  box: Rect
  task?: Task
  answer?: Rgba
}): Promise<{ pixels: readonly number[]; pixel: (x: number, y: number) => number[] }> {
  const { box, task = 'ERASE', answer = [255, 255, 255, 255] } = job
  const original = await openOriginal(job.file)
  const { width, height } = original
  const mask = await boxMask({ width, height }, box)
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task })
  const { image, mask: asked, size: seen } = prepared.sent
  const painted = image.map((value, at) => (asked[Math.floor(at / 3)] ? answer[at % 3]! : value))
  const candidate = await sharp(painted, { raw: { ...seen, channels: 3 } })
    .png()
    .toBuffer()
  const pasted = await pasteBack({ original, prepared, candidate })
  expect(pasted.changedOutside).toBe(0)
  const { pixels } = await openOriginal(pasted.png)
  const pixel = (x: number, y: number) => {
    return [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]
  }
  return { pixels: Array.from(pixels), pixel }
}

const alphas = (pixels: readonly number[]) => new Set(pixels.filter((_, at) => at % 4 === 3))
const isIn = ({ x, y, width, height }: Rect, at: { x: number; y: number }) =>
  at.x >= x && at.y >= y && at.x < x + width && at.y < y + height

describe('what is erased leaves what is around it', () => {
  const stroke = { x: 60, y: 90, width: 180, height: 14 }

  test.each([8, 16] as const)('a stroke on nothing, of %s bits: nothing', async (depth) => {
    const file = fileOf(size, (at) => (isIn(stroke, at) ? [20, 40, 200, 255] : clear), depth)
    const { pixels } = await edited({ file, box: stroke })
    expect(alphas(pixels)).toEqual(new Set([0]))
  })

  test('of what was erased no colour is left in the file', async () => {
    const file = fileOf(size, (at) => (isIn(stroke, at) ? [20, 40, 200, 255] : clear))
    const { pixel } = await edited({ file, box: stroke })
    expect(pixel(150, 96)).toEqual([255, 255, 255, 0])
  })

  test('a mask wholly inside of a hole: the hole', async () => {
    const hole = { x: 80, y: 40, width: 140, height: 120 }
    const file = fileOf(size, (at) => (isIn(hole, at) ? clear : [200, 120, 40, 255]))
    const { pixel } = await edited({ file, box: { x: 130, y: 80, width: 40, height: 40 } })
    expect([pixel(150, 100)[3], pixel(131, 81)[3], pixel(126, 100)[3]]).toEqual([0, 0, 0])
  })

  test('a hole in something: that', async () => {
    const hole = { x: 140, y: 90, width: 20, height: 20 }
    const file = fileOf(size, (at) => (isIn(hole, at) ? clear : [200, 120, 40, 255]))
    const box = { x: 130, y: 80, width: 40, height: 40 }
    const { pixel } = await edited({ file, box, answer: [200, 120, 40, 255] })
    expect(pixel(150, 100)).toEqual([200, 120, 40, 255])
  })

  test('an edge that leads through goes on', async () => {
    const file = fileOf(size, ({ x }) => (x < 150 ? [200, 120, 40, 255] : clear))
    const box = { x: 120, y: 70, width: 60, height: 60 }
    const { pixel } = await edited({ file, box, answer: [200, 120, 40, 255] })
    expect(pixel(140, 100)).toEqual([200, 120, 40, 255])
    expect(pixel(160, 100)[3]).toBe(0)
  })

  test('something half transparent: as much of it, without the backdrop', async () => {
    const spot = { x: 140, y: 90, width: 20, height: 20 }
    const file = fileOf(size, (at) => (isIn(spot, at) ? [0, 0, 0, 255] : [207, 31, 31, 128]))
    // 207 · 128 / 255 + 255 · 127 / 255 = 231; 31 gives 143.
    const { pixel } = await edited({ file, box: spot, answer: [231, 143, 143, 255] })
    for (const [channel, value] of [207, 31, 31, 128].entries()) {
      expect(Math.abs((pixel(150, 100)[channel] ?? 0) - value)).toBeLessThanOrEqual(2)
    }
  })
})

test('something new is opaque where it is painted, and its soft edge raises no opacity', async () => {
  const box = { x: 120, y: 70, width: 60, height: 60 }
  const file = fileOf(size, () => clear)
  const { pixels, pixel } = await edited({ file, box, task: 'INPAINT', answer: [200, 30, 40, 255] })
  expect(pixel(150, 100)).toEqual([200, 30, 40, 255])
  expect(pixels.filter((value, at) => at % 4 === 3 && value !== 0).length).toBe(60 * 60)
})

test('where a picture is recoloured, what is seen through stays so', async () => {
  const disc: PixelAt = ({ x, y }) => {
    return (x - 160) ** 2 + (y - 160) ** 2 < 100 ** 2 ? [207, 31, 31, 128] : clear
  }
  const original = await openOriginal(fileOf({ width: 320, height: 320 }, disc))
  const shown = await showWhole(original, pictureRuleOf(card, 'INPAINT'))
  const { width, height } = { width: shown.size.widthPx, height: shown.size.heightPx }
  // Blue instead of red: (31, 31, 207) at 128 over white.
  const blue = shown.pixels.map((value, at) => {
    const pixel = shown.pixels.subarray(at - (at % 3), at - (at % 3) + 3)
    return pixel[1] === 255 ? value : at % 3 === 2 ? (pixel[0] ?? 0) : (pixel[1] ?? 0)
  })
  const candidate = await sharp(blue, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  const { png } = await pasteFound({ original, shown, candidate, keepsOpacity: true })
  const { pixels } = await openOriginal(png)
  const changed = [...pixels.keys()].filter((at) => {
    return at % 4 === 3 && pixels[at] !== original.pixels[at]
  })
  expect(changed.length).toBe(0)
  const middle = [...pixels.subarray((160 * 320 + 160) * 4, (160 * 320 + 160) * 4 + 4)]
  for (const [channel, value] of [31, 31, 207, 128].entries()) {
    expect(Math.abs((middle[channel] ?? 0) - value)).toBeLessThanOrEqual(2)
  }
})

test('an enlarged picture has no fringe of the backdrop', async () => {
  const disc: PixelAt = ({ x, y }) => {
    return (x - 50) ** 2 + (y - 50) ** 2 < 30 ** 2 ? [207, 31, 31, 128] : clear
  }
  const original = await openOriginal(fileOf({ width: 100, height: 100 }, disc))
  const seen = await renderSeen(original, original, undefined)
  const large = { width: 400, height: 400 }
  const small = { width: 100, height: 100, channels: 3 as const, pixels: seen }
  const made = await resample(small, { size: large, kernel: 'cubic', light: 'STORED' })
  const image = await sharp(made, { raw: { ...large, channels: 3 } })
    .png()
    .toBuffer()
  const { png } = await verifyEnlarged({ image, original, times: 4 })
  const { pixels } = await openOriginal(png)
  const far: Rgba[] = []
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4)
    const off = Math.max(Math.abs(red - 207), Math.abs(green - 31), Math.abs(blue - 31))
    // With little opacity a step of the answer is many of the colour.
    if (alpha > 16 && off > Math.ceil(2 * (255 / alpha))) far.push([red, green, blue, alpha])
  }
  expect(far.length).toBe(0)
  const middle = pixels.subarray((200 * 400 + 200) * 4, (200 * 400 + 200) * 4 + 4)
  for (const [channel, value] of [207, 31, 31, 128].entries()) {
    expect(Math.abs((middle[channel] ?? 0) - value)).toBeLessThanOrEqual(1)
  }
})

test('what a model leaves transparent lies on the same backdrop as what it saw', async () => {
  const image = fileOf({ width: 32, height: 32 }, () => [207, 31, 31, 0])
  expect([...(await decodeReply(image, { width: 32, height: 32 })).subarray(0, 3)]).toEqual([
    255, 255, 255,
  ])
})

test('the backdrop taken out is the inverse of laying a colour over it', () => {
  const values = fc.record({ colour: fc.nat(255), alpha: fc.integer({ min: 1, max: 255 }) })
  fc.assert(
    fc.property(values, ({ colour, alpha }) => {
      const share = alpha / 255
      const seen = colour * share + 255 * (1 - share)
      expect(Math.abs(withoutBackdrop(seen, share, 255) - colour)).toBeLessThan(1e-6)
    }),
  )
})
