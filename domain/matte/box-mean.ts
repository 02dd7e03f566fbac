import type { Size } from '../frame/space.ts'

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
  for (let y = 0; y < height; y++) meanAlong(values, across, { start: y * width, width, radiusPx })
  return meanDown(across, { width, height }, radiusPx)
}

/** Row by row, with a running sum for each column: down one column after the other takes twice as long. */
function meanDown(values: Float32Array, { width, height }: Size, radiusPx: number): Float32Array {
  const result = new Float32Array(values.length)
  const sums = new Float64Array(width)
  const addRow = (y: number, sign: 1 | -1): number => {
    if (y < 0 || y >= height) return 0
    for (let x = 0; x < width; x++) {
      sums[x] = (sums[x] ?? 0) + sign * (values[y * width + x] ?? 0)
    }
    return sign
  }
  let rows = 0
  for (let y = -radiusPx; y < height; y++) {
    rows += addRow(y + radiusPx, 1)
    rows += addRow(y - radiusPx - 1, -1)
    if (y < 0) continue
    for (let x = 0; x < width; x++) result[y * width + x] = (sums[x] ?? 0) / rows
  }
  return result
}

function meanAlong(
  from: Float32Array,
  to: Float32Array,
  { start, width, radiusPx }: { start: number; width: number; radiusPx: number },
): void {
  let sum = 0
  let count = 0
  for (let at = -radiusPx; at < width; at++) {
    if (at + radiusPx < width) {
      sum += from[start + at + radiusPx] ?? 0
      count++
    }
    if (at > radiusPx) {
      sum -= from[start + at - radiusPx - 1] ?? 0
      count--
    }
    if (at >= 0) to[start + at] = sum / count
  }
}
