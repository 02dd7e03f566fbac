import { lit, mix, smoothstep } from '../raster/colour.ts'
import type { Noise } from '../raster/noise.ts'
import type { LandFrame, Layer } from './land-layer.ts'
import { landLooks } from './land-look.ts'
import { ridgeAt } from './land-ridge.ts'
import { surface } from './land-surface.ts'
import type { ScenePlan } from './plan-scene.ts'
import type { Shade } from './sky.ts'

/**
 * Paints ridges one before the other over a sky, the farther the paler (aerial perspective). Mixing
 * amounts are set by eye.
 */
export function createLand(plan: ScenePlan, frame: LandFrame, noise: Noise): (sky: Shade) => Shade {
  const ground = plan.ground === undefined || plan.ground === 'sea' ? 'mountains' : plan.ground
  const land = landLooks[ground]
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
