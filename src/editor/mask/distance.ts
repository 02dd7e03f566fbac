type Size = { readonly width: number; readonly height: number }

/** From this value on, a pixel is one that others are as far away from. */
const within = 128

/**
 * A mask with all that lies within `px` of it, by true distance between centres of pixels; the outermost
 * pixel is partial, and greys are never made less. (Meijster, Roerdink and Hesselink, 2000: distances
 * down the columns first, then the lower envelope of parabolas along each row.) Pure.
 */
export function grownBy(pixels: Uint8Array, size: Size, px: number): Uint8Array {
  const { width, height } = size
  const down = distancesDown(pixels, size, px + 2)
  const out = new Uint8Array(pixels.length)
  const line = envelope(width)
  for (let row = 0; row < height; row += 1) {
    const start = row * width
    line.follow(down.subarray(start, start + width))
    for (let x = width - 1; x >= 0; x -= 1) {
      const covered = px + 0.5 - Math.sqrt(line.squaredAt(x))
      const value = covered <= 0 ? 0 : covered >= 1 ? 255 : Math.round(covered * 255)
      const before = pixels[start + x] ?? 0
      out[start + x] = value > before ? value : before
    }
  }
  return out
}

/** How far each pixel is from the nearest one of its column that is within, `most` at most. */
function distancesDown(pixels: Uint8Array, { width, height }: Size, most: number): Uint16Array {
  const down = new Uint16Array(pixels.length)
  for (let at = 0; at < pixels.length; at += 1) {
    const above = at < width ? most : (down[at - width] ?? most) + 1
    down[at] = (pixels[at] ?? 0) >= within ? 0 : Math.min(most, above)
  }
  for (let at = (height - 1) * width - 1; at >= 0; at -= 1) {
    const below = (down[at + width] ?? most) + 1
    if (below < (down[at] ?? most)) down[at] = below
  }
  return down
}

/** The lower envelope of the parabolas (x − i)² + down[i]² along one row; asked from right to left. */
function envelope(width: number) {
  const places = new Int32Array(width)
  const starts = new Int32Array(width)
  let last = 0
  let row: Uint16Array = new Uint16Array(0)
  const squared = (x: number, i: number) => (x - i) * (x - i) + (row[i] ?? 0) * (row[i] ?? 0)
  return {
    follow(next: Uint16Array): void {
      row = next
      last = 0
      places[0] = starts[0] = 0
      for (let u = 1; u < width; u += 1) {
        while (last >= 0) {
          const start = starts[last] ?? 0
          const place = places[last] ?? 0
          if (squared(start, place) <= squared(start, u)) break
          last -= 1
        }
        if (last < 0) {
          last = 0
          places[0] = u
          starts[0] = 0
          continue
        }
        const i = places[last] ?? 0
        const from =
          1 + Math.floor((u * u - i * i + (row[u] ?? 0) ** 2 - (row[i] ?? 0) ** 2) / (2 * (u - i)))
        if (from >= width) continue
        last += 1
        places[last] = u
        starts[last] = from
      }
    },
    /** The squared distance of one pixel; the next one that is asked for lies left of it. */
    squaredAt(x: number): number {
      const value = squared(x, places[last] ?? 0)
      if (x === starts[last]) last -= 1
      return value
    },
  }
}
