import type { Size } from '#domain/frame/space.ts'

/** How often each level is relaxed; the coarser levels did the most of it before. */
const sweeps = 8

/**
 * Fills unknown places as smoothly as what is around them allows (Laplace's equation, from coarse to
 * fine): between known values, never beyond them.
 * @param values changed in place where `known` is 0
 * @param known one byte a value, 1 where it stays
 */
export function fillSmoothly(values: Float32Array, known: Uint8Array, size: Size): void {
  if (!known.includes(0)) return
  if (size.width > 1 || size.height > 1) fillFromHalf(values, known, size)
  for (let sweep = 0; sweep < sweeps; sweep++) relax(values, known, size)
}

/** Begins with what a picture of half the size has there. */
function fillFromHalf(values: Float32Array, known: Uint8Array, { width, height }: Size): void {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const sums = new Float32Array(half.width * half.height)
  const counts = new Uint8Array(sums.length)
  const inHalf = (x: number, y: number): number => (y >> 1) * half.width + (x >> 1)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (known[y * width + x] !== 1) continue
      const at = inHalf(x, y)
      sums[at] = (sums[at] ?? 0) + (values[y * width + x] ?? 0)
      counts[at] = (counts[at] ?? 0) + 1
    }
  }
  const coarse = sums.map((sum, at) => sum / Math.max(1, counts[at] ?? 0))
  fillSmoothly(
    coarse,
    counts.map((count) => Math.min(1, count)),
    half,
  )
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      if (known[at] === 0) values[at] = coarse[inHalf(x, y)] ?? 0
    }
  }
}

/** Each unknown value becomes the mean of its four neighbours. */
function relax(values: Float32Array, known: Uint8Array, { width, height }: Size): void {
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? width : 0
    const down = y < height - 1 ? width : 0
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      if (known[at] === 1) continue
      const left = values[x > 0 ? at - 1 : at] ?? 0
      const right = values[x < width - 1 ? at + 1 : at] ?? 0
      values[at] = (left + right + (values[at - up] ?? 0) + (values[at + down] ?? 0)) / 4
    }
  }
}
