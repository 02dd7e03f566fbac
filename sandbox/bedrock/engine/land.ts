import { type Colour, lit, mix, smoothstep } from './colour.ts'
import { fractal, type Noise } from './noise.ts'
import type { Ground, ScenePlan } from './plan.ts'
import type { Shade, SkyLook, Sun } from './sky.ts'

type LandLook = {
  readonly near: Colour
  readonly far: Colour
  readonly layers: number
  /** Height of the ridges and how many a picture's height, for the farthest layer. */
  readonly rise: number
  readonly bumps: number
  readonly octaves: number
}

const looks: Readonly<Record<Exclude<Ground, 'sea'>, LandLook>> = {
  mountains: {
    near: [44, 62, 56],
    far: [112, 128, 156],
    layers: 5,
    rise: 0.3,
    bumps: 1.5,
    octaves: 7,
  },
  forest: {
    near: [20, 44, 30],
    far: [92, 124, 112],
    layers: 6,
    rise: 0.13,
    bumps: 1.1,
    octaves: 3,
  },
  city: { near: [22, 24, 36], far: [112, 118, 142], layers: 4, rise: 0.04, bumps: 0.6, octaves: 2 },
  desert: {
    near: [188, 116, 62],
    far: [230, 182, 134],
    layers: 5,
    rise: 0.12,
    bumps: 0.8,
    octaves: 2,
  },
  snow: {
    near: [228, 236, 246],
    far: [150, 172, 204],
    layers: 5,
    rise: 0.22,
    bumps: 1.2,
    octaves: 6,
  },
  meadow: {
    near: [82, 132, 46],
    far: [150, 178, 138],
    layers: 5,
    rise: 0.12,
    bumps: 0.8,
    octaves: 3,
  },
}

export type LandFrame = {
  readonly horizon: number
  readonly look: SkyLook
  readonly sun: Sun
  /** One pixel, in heights of the picture: the width over which an edge is softened. */
  readonly pixel: number
}

/** Ridges one before the other, the farther the paler; gives the colour, and how much covers. */
export function createLand(plan: ScenePlan, frame: LandFrame, noise: Noise): (sky: Shade) => Shade {
  const ground = plan.ground === undefined || plan.ground === 'sea' ? 'mountains' : plan.ground
  const land = looks[ground]
  const tint = plan.groundColour
  const near = tint === undefined ? land.near : mix(land.near, tint, 0.75)
  const far = tint === undefined ? land.far : mix(land.far, tint, 0.4)
  const layers = Array.from({ length: land.layers }, (_, index) => {
    const depth = index / (land.layers - 1)
    const hazy = mix(
      lit(mix(far, near, depth), frame.look.light),
      frame.look.horizon,
      (1 - depth) ** 1.6 * 0.72,
    )
    return withRidges({
      index,
      depth,
      colour: hazy,
      ground,
      land,
      frame,
      noise,
      flowers: plan.colours,
    })
  })
  return (sky) => (u, v) => {
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index]!
      const below = v - layer.ridgeAt(u)
      const cover = smoothstep(-frame.pixel, frame.pixel, below)
      if (cover <= 0) continue
      const colour = surface(layer, { u, v, below })
      if (cover >= 1) return colour
      const behind = index === 0 ? sky(u, v) : surface(layers[index - 1]!, { u, v, below: 0.01 })
      const isSky = index === 0 || v < layers[index - 1]!.ridgeAt(u)
      return mix(isSky ? sky(u, v) : behind, colour, cover)
    }
    return sky(u, v)
  }
}

type Layer = {
  readonly index: number
  /** 0 = farthest, 1 = nearest. */
  readonly depth: number
  readonly colour: Colour
  readonly ground: Exclude<Ground, 'sea'>
  readonly land: LandLook
  readonly frame: LandFrame
  readonly noise: Noise
  readonly flowers: readonly Colour[]
}

/** A picture asks for the same columns row after row: each ridge is worked out once a column. */
function withRidges(layer: Layer): Layer & { readonly ridgeAt: (u: number) => number } {
  const known = new Map<number, number>()
  return {
    ...layer,
    ridgeAt: (u) => {
      const found = known.get(u) ?? ridgeAt(layer, u)
      known.set(u, found)
      return found
    },
  }
}

/** The height of a layer's upper edge at `u`, as `v`. */
function ridgeAt({ index, depth, ground, land, frame, noise }: Layer, u: number): number {
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

function surface(layer: Layer, at: { u: number; v: number; below: number }): Colour {
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
