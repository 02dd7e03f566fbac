import type { Lab } from './lab.ts'
import { boxMean, type Plane, type Size } from './plane.ts'

/**
 * A picture in strokes: each pixel takes the mean of whichever square around it is most even
 * (Kuwahara 1976), so that areas become flat and edges stay sharp.
 * @param radius of a stroke, in pixels
 */
export function paintedOver(lab: Lab, size: Size, radius: number): Lab {
  const half = Math.max(1, Math.round(radius / 2))
  const mean = boxMean(lab.light, size, half)
  const square = boxMean(
    lab.light.map((value) => value * value),
    size,
    half,
  )
  const spread = square.map((value, at) => value - mean[at]! ** 2)
  const best = evenest(spread, size, half)
  const pick = (plane: Plane): Plane => plane.map((_, at) => plane[best[at]!]!)
  return {
    light: pick(mean),
    a: pick(boxMean(lab.a, size, half)),
    b: pick(boxMean(lab.b, size, half)),
  }
}

/** For each pixel the centre of the square, of the four beside it, in which least differs. */
function evenest(spread: Plane, { width, height }: Size, half: number): Int32Array {
  const best = new Int32Array(spread.length)
  for (let y = 0; y < height; y++) {
    const up = Math.max(0, y - half) * width
    const down = Math.min(height - 1, y + half) * width
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - half)
      const right = Math.min(width - 1, x + half)
      let least = up + left
      if (spread[up + right]! < spread[least]!) least = up + right
      if (spread[down + left]! < spread[least]!) least = down + left
      if (spread[down + right]! < spread[least]!) least = down + right
      best[y * width + x] = least
    }
  }
  return best
}
