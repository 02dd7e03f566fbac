import { type Colour, lit, mix, smoothstep } from '../raster/colour.ts'
import { fractal } from '../raster/noise.ts'
import type { Layer } from './land-layer.ts'

/**
 * The colour of a layer at a place: grain and folds of noise, darker away from the sun and down the
 * slope, then what stands or lies on it. All amounts are set by eye.
 */
export function surface(layer: Layer, at: { u: number; v: number; below: number }): Colour {
  const { depth, colour, ground, frame, noise, index } = layer
  const { u, v, below } = at
  const scale = 10 + depth * 14
  const grain = fractal(noise, { x: u * scale + index * 9, y: v * scale * 2.2 }, 4)
  const fold = fractal(noise, { x: u * 5 + below * 6 + index * 3, y: below * 9 + index }, 5)
  const side = (frame.sun.u - u) * 0.14
  let shade = 1 + grain * 0.2 + fold * 0.22 + side * 0.5 - smoothstep(0, 0.5, below) * 0.22
  if (ground === 'snow') shade = 0.94 + fold * 0.34 + side * 0.4 - smoothstep(0, 0.3, below) * 0.16
  if (ground === 'desert') shade += Math.sin((v + fold * 0.03) * 520 * (1.2 - depth * 0.7)) * 0.035
  let painted = mix([0, 0, 0], colour, Math.min(1.45, shade))
  if (ground === 'city') painted = windows(layer, at, painted)
  if (ground === 'mountains') {
    const snow = smoothstep(0.045, 0.01, below + fold * 0.07 + depth * 0.06) * (1 - depth)
    painted = mix(
      painted,
      lit([246, 248, 252], mix(frame.look.light, [255, 255, 255], 0.4)),
      snow * 0.85,
    )
  }
  if (ground === 'meadow' && depth > 0.4) painted = flowerAt(layer, at, painted)
  return painted
}

function windows(
  { frame, noise, depth, index }: Layer,
  at: { u: number; v: number; below: number },
  wall: Colour,
): Colour {
  const column = at.u * (150 - depth * 70)
  const row = at.v * (170 - depth * 90)
  const isPane = column % 1 > 0.3 && row % 1 > 0.45 && at.below > 0.012
  const chance = noise(Math.floor(column) * 0.71 + index, Math.floor(row) * 0.63) - depth * 0.12
  if (!isPane || chance < 0.2) return wall
  const isDark = frame.look.light[0] < 230
  return mix(
    wall,
    isDark ? [255, 214, 138] : mix(frame.look.middle, [255, 255, 255], 0.3),
    isDark ? 0.8 : 0.35,
  )
}

function flowerAt(
  { noise, depth, flowers, frame }: Layer,
  { u, v }: { u: number; v: number },
  grass: Colour,
): Colour {
  const scale = 120 - depth * 70
  const column = Math.floor(u * scale)
  const row = Math.floor(v * scale * 1.4)
  const chance = noise(column * 0.77 + 3.1, row * 0.91 + 7.7)
  if (chance < 0.3) return grass
  const du = u * scale - column - 0.5 - chance * 0.3
  const dv = v * scale * 1.4 - row - 0.5 + chance * 0.2
  const petals = flowers.length > 0 ? flowers : meadowFlowers
  const petal = petals[Math.floor(Math.abs(chance) * 97) % petals.length]!
  const cover = smoothstep(0.34, 0.2, Math.hypot(du, dv))
  return mix(grass, lit(petal, mix(frame.look.light, [255, 255, 255], 0.4)), cover * 0.9)
}

const meadowFlowers: readonly Colour[] = [
  [246, 222, 96],
  [240, 240, 232],
  [214, 84, 92],
]
