import type { Colour } from '../raster/colour.ts'
import type { Noise } from '../raster/noise.ts'
import type { LandLook } from './land-look.ts'
import type { Ground } from './plan-scene.ts'
import type { SkyLook, Sun } from './sky.ts'

/** Where the land lies in the picture. Places are `u` and `v`, in heights of the picture. */
export type LandFrame = {
  readonly horizon: number
  readonly look: SkyLook
  readonly sun: Sun
  /** One pixel, in heights of the picture: the width over which an edge is softened. */
  readonly pixel: number
}

/** One ridge of the land. */
export type Layer = {
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
