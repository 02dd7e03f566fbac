type Size = { readonly width: number; readonly height: number }

/**
 * Three box means one after the other, close to a Gaussian of about this deviation. Pure; all is
 * whole numbers, so that every browser gives the same bytes. Beyond its sides a picture goes on as it ends.
 * @param pixels one byte a pixel, left as they are
 */
export function blurred(pixels: Uint8Array, size: Size, radiusPx: number): Uint8Array {
  const across = new Uint8Array(pixels.length)
  const both = new Uint8Array(pixels.length)
  const sides = { ...size, radius: radiusPx }
  let from = pixels
  for (let pass = 0; pass < 3; pass += 1) {
    acrossRows({ ...sides, from, to: across })
    downColumns({ ...sides, from: across, to: both })
    from = both
  }
  return both
}

type Pass = Size & { readonly radius: number; readonly from: Uint8Array; readonly to: Uint8Array }

function acrossRows({ from, to, width, height, radius }: Pass): void {
  const count = 2 * radius + 1
  const half = count >> 1
  for (let row = 0; row < height; row += 1) {
    const start = row * width
    const at = (x: number) => from[start + Math.min(width - 1, Math.max(0, x))] ?? 0
    let sum = 0
    for (let x = -radius; x <= radius; x += 1) sum += at(x)
    for (let x = 0; x < width; x += 1) {
      to[start + x] = Math.floor((sum + half) / count)
      sum += at(x + radius + 1) - at(x - radius)
    }
  }
}

/** Row by row, with a sum for each column: the memory is read as it lies. */
function downColumns({ from, to, width, height, radius }: Pass): void {
  const count = 2 * radius + 1
  const half = count >> 1
  const sums = new Uint32Array(width)
  const rowAt = (y: number) => Math.min(height - 1, Math.max(0, y)) * width
  for (let y = -radius; y <= radius; y += 1) {
    const start = rowAt(y)
    for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (from[start + x] ?? 0)
  }
  for (let y = 0; y < height; y += 1) {
    const [next, last] = [rowAt(y + radius + 1), rowAt(y - radius)]
    for (let x = 0; x < width; x += 1) {
      const sum = sums[x] ?? 0
      to[y * width + x] = Math.floor((sum + half) / count)
      sums[x] = sum + (from[next + x] ?? 0) - (from[last + x] ?? 0)
    }
  }
}
