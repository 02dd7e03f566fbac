import { type Level, patchRadius } from './level.ts'

/** How much a pixel nearer to what is known counts more (Wexler et al. 2007 use 1.3 a pixel). */
const confidenceDecay = 1.3

/**
 * Rewrites the hole: each pixel becomes the weighted mean of what the patches over it say.
 * @param sharpness 1 = the mean of Wexler et al.; larger leans to the best patch, less blur
 */
export function voteHole(level: Level, sharpness: number): void {
  const { width, height, image, hole, match } = level
  const weights = patchWeights(level, sharpness)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x
      if (hole[pixel] === 0) continue
      let red = 0
      let green = 0
      let blue = 0
      let texture = 0
      let total = 0
      const bottom = Math.min(y + patchRadius, height - 1 - patchRadius)
      const right = Math.min(x + patchRadius, width - 1 - patchRadius)
      for (let py = Math.max(y - patchRadius, patchRadius); py <= bottom; py++) {
        for (let px = Math.max(x - patchRadius, patchRadius); px <= right; px++) {
          const centre = py * width + px
          const weight = weights[centre]!
          const from = (match[centre]! + pixel - centre) * 4
          red += image[from]! * weight
          green += image[from + 1]! * weight
          blue += image[from + 2]! * weight
          texture += image[from + 3]! * weight
          total += weight
        }
      }
      image[pixel * 4] = red / total + 0.5
      image[pixel * 4 + 1] = green / total + 0.5
      image[pixel * 4 + 2] = blue / total + 0.5
      image[pixel * 4 + 3] = texture / total + 0.5
    }
  }
}

function patchWeights(level: Level, sharpness: number): Float64Array {
  const { targets, distance, depth } = level
  const spread = Math.max(percentile75(level), 1) / sharpness
  const weights = new Float64Array(distance.length)
  for (let index = 0; index < targets.length; index++) {
    const target = targets[index]!
    const similarity = Math.exp(-distance[target]! / (2 * spread))
    weights[target] = similarity * confidenceDecay ** -Math.min(depth[target]!, 60) + 1e-12
  }
  return weights
}

/** Of at most 2,000 targets, evenly picked: the estimate needs no more. */
function percentile75({ targets, distance }: Level): number {
  const stride = Math.max(1, Math.floor(targets.length / 2000))
  const picked: number[] = []
  for (let index = 0; index < targets.length; index += stride) {
    picked.push(distance[targets[index]!]!)
  }
  picked.sort((first, second) => first - second)
  return picked[Math.floor(picked.length * 0.75)] ?? 0
}
