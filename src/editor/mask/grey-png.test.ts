import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readMaskHeader } from '#domain/mask/mask-file.ts'
import { encodeGreyPng } from './grey-png.ts'
import { rasteriseStrokes } from './raster.ts'

test('another decoder reads the same pixels, size and colour type', async () => {
  // Wide and high enough for several bands of compression.
  const raster = rasteriseStrokes(
    [
      { kind: 'PAINT', radiusPx: 90, points: [0, 0, 1300, 1500] },
      { kind: 'ERASE', radiusPx: 20.25, points: [700, 300.5, 710.25, 1200] },
    ],
    { x: -40, y: 7, width: 1301, height: 1703 },
  )
  const part = { x: 203, y: 150, width: 1098, height: 1553 }
  const png = Buffer.from(await (await encodeGreyPng(raster, part)).arrayBuffer())
  // IHDR: width at byte 16, height at 20, bit depth at 24, colour type at 25.
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([1098, 1553, 8, 0])
  const { data, info } = await sharp(png)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(info.channels).toBe(1)
  const rows = Array.from({ length: part.height }, (_, row) => {
    const from = (part.y + row) * raster.width + part.x
    return raster.pixels.subarray(from, from + part.width)
  })
  expect(data.equals(Buffer.concat(rows))).toBe(true)
  expect(readMaskHeader(png)).toEqual({ width: 1098, height: 1553, at: { x: 163, y: 157 } })
})
