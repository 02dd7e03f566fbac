import type { Size } from '#domain/frame/space.ts'

/**
 * Softens a mask outwards: what it edits in full stays full, and over `featherPx` around it the
 * value falls to zero. It is grown by half of that and blurred by the other half, both with
 * square neighbourhoods, so that nothing farther than `featherPx` in x or y is ever touched.
 * @param mask one byte a pixel; what lies beyond its edges counts like the edge itself
 * @returns a new mask of the same size
 */
export function featherMask(mask: Uint8Array, size: Size, featherPx: number): Uint8Array {
  const growth = Math.ceil(featherPx / 2)
  const rest = featherPx - growth
  const grow = (row: Uint8Array, spare: Uint8Array): void => growRow(row, spare, growth)
  const blur = (row: Uint8Array, spare: Uint8Array): void => {
    blurRow(row, spare, Math.ceil(rest / 2))
    blurRow(row, spare, Math.floor(rest / 2))
  }
  const turnedSize = { width: size.height, height: size.width }
  const grown = eachRow(mask.slice(), size.width, grow)
  const turned = eachRow(transpose(grown, size), turnedSize.width, (row, spare) => {
    grow(row, spare)
    blur(row, spare)
  })
  return eachRow(transpose(turned, turnedSize), size.width, blur)
}

/** Changes pixels row by row, in place; no filter here changes a row of one value. */
function eachRow(
  pixels: Uint8Array,
  width: number,
  filter: (row: Uint8Array, spare: Uint8Array) => void,
): Uint8Array {
  const spare = new Uint8Array(width)
  for (let start = 0; start < pixels.length; start += width) {
    const row = pixels.subarray(start, start + width)
    if (!isUniform(row)) filter(row, spare)
  }
  return pixels
}

function isUniform(row: Uint8Array): boolean {
  const first = row[0]
  for (let x = 1; x < row.length; x++) if (row[x] !== first) return false
  return true
}

/** Each pixel becomes the highest within `radius` on both sides. */
function growRow(row: Uint8Array, spare: Uint8Array, radius: number): void {
  spare.set(row)
  const last = row.length - 1
  let highest = highestIn(spare, 0, Math.min(last, radius))
  for (let x = 0; x <= last; x++) {
    const entering = Math.min(last, x + radius)
    if (highest < x - radius) highest = highestIn(spare, Math.max(0, x - radius), entering)
    else if ((spare[entering] ?? 0) >= (spare[highest] ?? 0)) highest = entering
    row[x] = spare[highest] ?? 0
  }
}

/** The last place of the highest value: it stays in a sliding window for longest. */
function highestIn(row: Uint8Array, from: number, to: number): number {
  let highest = from
  for (let x = from + 1; x <= to; x++) if ((row[x] ?? 0) >= (row[highest] ?? 0)) highest = x
  return highest
}

/** Each pixel becomes the mean of those within `radius` on both sides. */
function blurRow(row: Uint8Array, spare: Uint8Array, radius: number): void {
  if (radius === 0) return
  spare.set(row)
  const last = row.length - 1
  const length = 2 * radius + 1
  let sum = 0
  for (let x = -radius; x <= radius; x++) sum += spare[Math.min(last, Math.max(0, x))] ?? 0
  for (let x = 0; x <= last; x++) {
    row[x] = (sum + radius) / length
    sum += spare[Math.min(last, x + radius + 1)] ?? 0
    sum -= spare[Math.max(0, x - radius)] ?? 0
  }
}

/** In blocks, so that both pictures stay in the processor's cache. */
function transpose(pixels: Uint8Array, { width, height }: Size): Uint8Array {
  const turned = new Uint8Array(pixels.length)
  const block = 64
  for (let top = 0; top < height; top += block) {
    const bottom = Math.min(height, top + block)
    for (let left = 0; left < width; left += block) {
      const right = Math.min(width, left + block)
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) turned[x * height + y] = pixels[y * width + x] ?? 0
      }
    }
  }
  return turned
}
