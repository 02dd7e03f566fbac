import type { Size } from '#domain/frame/space.ts'

/**
 * The mean over a square around each value, cut at the edges.
 * @param radiusPx how far it reaches on each side
 */
export function boxMean(
  values: Float32Array,
  { width, height }: Size,
  radiusPx: number,
): Float32Array {
  const across = new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    meanOfLine(values, across, { start: y * width, step: 1, length: width, radiusPx })
  }
  const result = new Float32Array(values.length)
  for (let x = 0; x < width; x++) {
    meanOfLine(across, result, { start: x, step: width, length: height, radiusPx })
  }
  return result
}

function meanOfLine(
  from: Float32Array,
  to: Float32Array,
  line: { start: number; step: number; length: number; radiusPx: number },
): void {
  const { start, step, length, radiusPx } = line
  let sum = 0
  let count = 0
  for (let at = -radiusPx; at < length; at++) {
    if (at + radiusPx < length) {
      sum += from[start + (at + radiusPx) * step] ?? 0
      count++
    }
    if (at > radiusPx) {
      sum -= from[start + (at - radiusPx - 1) * step] ?? 0
      count--
    }
    if (at >= 0) to[start + at * step] = sum / count
  }
}
