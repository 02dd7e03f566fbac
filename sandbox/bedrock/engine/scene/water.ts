import { type Colour, lit, mix, smoothstep } from '../raster/colour.ts'
import { fractal, type Noise } from '../raster/noise.ts'
import type { LandFrame } from './land-layer.ts'
import type { ScenePlan } from './plan-scene.ts'
import type { Shade } from './sky.ts'

const deep: Colour = [18, 66, 92]
const drySand: Colour = [226, 198, 152]
const wetSand: Colour = [150, 122, 90]
const foamWhite: Colour = [244, 250, 250]

/** A sea below the horizon: the sky mirrored in waves, and the sun's glitter on them. */
export function createWater(
  plan: ScenePlan,
  frame: LandFrame,
  noise: Noise,
): (sky: Shade) => Shade {
  const { horizon, look, sun } = frame
  const body = lit(plan.groundColour ?? deep, mix(look.light, [255, 255, 255], 0.25))
  const shore = plan.isBeach ? createShore(look.light, noise) : undefined
  return (sky) => (u, v) => {
    if (v < horizon) return sky(u, v)
    const sand = shore?.(u, v)
    if (sand?.cover === 1) return sand.colour
    const near = (v - horizon) / (1 - horizon)
    const far = 1 / (near + 0.035)
    const at = { x: u * 2.2 * far ** 0.75, y: far * 3.4 }
    const swell = fractal(noise, at, 4)
    const ripple = fractal(noise, { x: u * 9 * far ** 0.7 + 50, y: far * 13 }, 3)
    const slope = swell * 0.6 + ripple * 0.4
    const mirrored = sky(
      u + slope * 0.05,
      Math.max(0, horizon - (v - horizon) * 0.8 - Math.abs(slope) * 0.1),
    )
    const depth = 0.3 + smoothstep(0, 1, near) * 0.38 + slope * 0.3
    let colour = mix(mirrored, body, Math.min(0.92, Math.max(0.08, depth)))
    const path = Math.exp(-(((u - sun.u) / (0.03 + near * 0.2)) ** 2))
    const glitter = smoothstep(0.16, 0.6, ripple + swell * 0.4 + path * 0.22) * path
    colour = mix(colour, look.sun, Math.min(1, glitter * 0.95))
    const foam = smoothstep(0.42, 0.62, swell + ripple * 0.5) * near
    colour = mix(colour, lit(foamWhite, look.light), foam * 0.5)
    colour = mix(look.horizon, colour, smoothstep(0, 0.02, near))
    return sand === undefined ? colour : mix(colour, sand.colour, sand.cover)
  }
}

/** Sand along the bottom, wet where the last wave was, and that wave's foam. */
function createShore(
  light: Colour,
  noise: Noise,
): (u: number, v: number) => { readonly colour: Colour; readonly cover: number } {
  return (u, v) => {
    const line = 0.8 + fractal(noise, { x: u * 1.3 + 9, y: 4 }, 4) * 0.06
    const beyond = v - line
    const dune = fractal(noise, { x: u * 5, y: v * 16 }, 4) * 0.16
    const grain = fractal(noise, { x: u * 90, y: v * 140 }, 2) * 0.1
    const dry = mix(wetSand, drySand, smoothstep(0.012, 0.07, beyond + dune * 0.06))
    const sand = lit(mix(dry, [60, 44, 30], Math.max(0, dune + grain)), light)
    const foam = smoothstep(0.014, 0.002, beyond + fractal(noise, { x: u * 24, y: 7 }, 3) * 0.008)
    const cover = smoothstep(-0.006, 0, beyond)
    return { colour: mix(sand, lit(foamWhite, light), foam * 0.85), cover }
  }
}
