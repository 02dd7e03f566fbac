import type { Colour } from '../raster/colour.ts'
import type { Ground } from './plan-scene.ts'

/** What a kind of land looks like. All numbers are set by eye: they draw, they measure nothing. */
export type LandLook = {
  readonly near: Colour
  readonly far: Colour
  readonly layers: number
  /** Height of the ridges and how many a picture's height, for the farthest layer. */
  readonly rise: number
  readonly bumps: number
  readonly octaves: number
}

/** The look of each kind of land that rises in ridges. */
export const landLooks: Readonly<Record<Exclude<Ground, 'sea'>, LandLook>> = {
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
