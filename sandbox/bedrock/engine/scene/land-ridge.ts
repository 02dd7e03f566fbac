import { fractal, type Noise } from '../raster/noise.ts'
import type { Layer } from './land-layer.ts'

/**
 * The height of a layer's ridge at `u`, as `v`: fractal noise, folded at zero for sharp crests
 * (Musgrave's ridged noise, in Ebert et al., Texturing and Modeling) where there is rock. Sizes and
 * frequencies are set by eye.
 */
export function ridgeAt({ index, depth, ground, land, frame, noise }: Layer, u: number): number {
  const base = frame.horizon + 0.01 + depth ** 1.4 * (0.94 - frame.horizon)
  const bumps = land.bumps * (1 + depth * 0.9)
  const wave = fractal(noise, { x: u * bumps + index * 31.7, y: index * 7.3 }, land.octaves)
  const rise = land.rise * (1 - depth * 0.62)
  const edge =
    base - (ground === 'mountains' || ground === 'snow' ? Math.abs(wave) * 1.5 : wave) * rise
  if (ground === 'forest')
    return edge - treeAt(noise, u * (46 - depth * 30), index) * (0.04 + depth * 0.13)
  if (ground === 'city')
    return edge - towerAt(noise, u * (18 - depth * 9), index) * (0.4 - depth * 0.22)
  return edge
}

/** A conifer a unit: its outline at `x`, 0..1. */
function treeAt(noise: Noise, x: number, row: number): number {
  let tallest = 0
  for (let cell = Math.floor(x) - 1; cell <= Math.floor(x) + 1; cell++) {
    const height = 0.65 + noise(cell * 0.77 + row * 13.1, 4.2) * 0.5
    const away = Math.abs(x - cell - 0.5 - noise(cell * 1.31, row + 0.5) * 0.4)
    const boughs = 0.16 * Math.abs(((away * 9 + height * 5) % 1) - 0.5)
    tallest = Math.max(tallest, height * (1 - (away / 0.5) ** 0.85) - boughs)
  }
  return Math.max(0, tallest)
}

/** A tower a unit: flat tops of differing height, 0..1. */
function towerAt(noise: Noise, x: number, row: number): number {
  const cell = Math.floor(x)
  const height = 0.4 + noise(cell * 0.83 + row * 5.7, 8.8) * 0.6
  const mast =
    noise(cell * 2.1 + 0.3, row + 0.7) > 0.35 && Math.abs(x - cell - 0.5) < 0.03 ? 0.2 : 0
  return Math.max(0.05, height) + mast
}
