import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MaskHeader, maskRegion, offsetChunkData, readMaskHeader } from './mask-file.ts'

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length)
  new DataView(whole.buffer).setUint32(0, data.length)
  whole.set(ascii(type), 4)
  whole.set(data, 8)
  return whole
}

/** The start of a PNG; its checksums are nobody's here. */
function aStart(
  {
    width,
    height,
    bits = 8,
    type = 0,
  }: { width: number; height: number; bits?: number; type?: number },
  ...further: readonly Uint8Array[]
): Uint8Array {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, bits)
  header.setUint8(9, type)
  const parts = [
    ascii('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...further,
  ]
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

const size = { width: 30, height: 20 }
const picture = { x: 0, y: 0, width: 400, height: 300 }
const placed = (x: number, y: number) => chunk('oFFs', offsetChunkData({ x, y }))

test('a mask says its size and, if it is of a part, where that lies', () => {
  fc.assert(
    fc.property(
      fc.record({ x: fc.integer({ min: -2e9, max: 2e9 }), y: fc.integer({ min: -2e9, max: 2e9 }) }),
      (at) => {
        expect(readMaskHeader(aStart(size, placed(at.x, at.y)))).toEqual({ ...size, at })
      },
    ),
  )
  expect(readMaskHeader(aStart(size))).toEqual({ ...size, at: undefined })
})

test('the place is found behind other chunks, before the pixels', () => {
  const resolution = chunk('pHYs', new Uint8Array(9))
  const pixels = chunk('IDAT', new Uint8Array(4))
  expect(readMaskHeader(aStart(size, resolution, placed(7, 9), pixels))).toMatchObject({
    at: { x: 7, y: 9 },
  })
  expect(readMaskHeader(aStart(size, pixels, placed(7, 9)))).toMatchObject({ at: undefined })
})

test.each([
  ['nothing', new Uint8Array(0), 'maskNotPng'],
  ['another file', ascii('GIF89a and more than thirty-three bytes'), 'maskNotPng'],
  ['16 bits', aStart({ ...size, bits: 16 }), 'maskNotGrey'],
  ['colours', aStart({ ...size, type: 2 }), 'maskNotGrey'],
])('%s is no mask', (_, start, key) => {
  expect(readMaskHeader(start)).toEqual({ key })
})

test.each<[string, MaskHeader, object]>([
  ['of the whole picture', { width: 400, height: 300, at: undefined }, picture],
  ['of its last corner', { ...size, at: { x: 370, y: 280 } }, { x: 370, y: 280, ...size }],
  ['of another size', { ...size, at: undefined }, { key: 'maskWrongSize', widthPx: 30 }],
  ['one pixel beyond', { ...size, at: { x: 371, y: 280 } }, { key: 'maskBeyondPicture', xPx: 371 }],
  ['one pixel before', { ...size, at: { x: 0, y: -1 } }, { key: 'maskBeyondPicture', yPx: -1 }],
])('a mask %s', (_, header, region) => {
  expect(maskRegion(header, picture)).toMatchObject(region)
})

test('whatever the bytes, reading them ends, with a header or a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
      expect(readMaskHeader(aStart(size, tail))).toMatchObject(size)
      expect(readMaskHeader(tail)).toHaveProperty('key')
    }),
  )
})
