import { expect, test } from 'vitest'
import { applyMatte } from './guided-matte.ts'

const large = { width: 300, height: 200 }
const small = { width: 100, height: 67 }
const isSubject = (x: number, y: number): boolean => Math.hypot(x - 120, y - 90) < 50

/** A red disc on green of the same brightness, averaged down to `size`. */
function disc(size: typeof large): { guide: Uint8Array; matte: Uint8Array } {
  const guide = new Uint8Array(size.width * size.height * 3)
  const matte = new Uint8Array(size.width * size.height)
  const scale = large.width / size.width
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      let inside = 0
      for (let part = 0; part < 9; part++) {
        const [across, down] = [((part % 3) + 0.5) / 3, (Math.floor(part / 3) + 0.5) / 3]
        if (isSubject((x + across) * scale - 0.5, (y + down) * scale - 0.5)) inside += 1 / 9
      }
      const at = y * size.width + x
      guide.set([200 * inside + 40 * (1 - inside), 40 * inside + 88 * (1 - inside), 60], at * 3)
      matte[at] = 255 * inside
    }
  }
  return { guide, matte }
}

test('a matte of a third of the size follows the edge in the picture to a pixel', () => {
  const pixels = new Uint8Array(large.width * large.height * 3)
  for (let at = 0; at < large.width * large.height; at++) {
    const [x, y] = [at % large.width, Math.floor(at / large.width)]
    pixels.set(isSubject(x, y) ? [200, 40, 60] : [40, 88, 60], at * 3)
  }
  const original = { ...large, channels: 3 as const, pixels, profile: undefined }
  const result = applyMatte({ original, size: small, ...disc(small) })
  let wrong = 0
  for (let at = 0; at < large.width * large.height; at++) {
    const [x, y] = [at % large.width, Math.floor(at / large.width)]
    const distance = Math.abs(Math.hypot(x - 120, y - 90) - 50)
    const wanted = isSubject(x, y) ? 255 : 0
    const off = Math.abs((result[at * 4 + 3] ?? 0) - wanted)
    if (distance > 1.5 ? off > 24 : off > 128) wrong++
  }
  expect(wrong).toBe(0)
})

test('a picture that was not reduced gets the matte as it is, and keeps its own transparency', () => {
  const { matte, guide } = disc(small)
  const pixels = new Uint16Array(small.width * small.height * 4).map((_, at) =>
    at % 4 === 3 ? 32_768 : at,
  )
  const original = { ...small, channels: 4 as const, pixels, profile: undefined }
  const result = applyMatte({ original, size: small, guide, matte })
  const middle = 30 * small.width + 40
  expect([...result.subarray(middle * 4, middle * 4 + 4)]).toEqual([
    ...pixels.subarray(middle * 4, middle * 4 + 3),
    32_768,
  ])
  expect(result[3]).toBe(0)
})
