import { type Colour, lit, mix, smoothstep } from './colour.ts'
import type { LandFrame } from './land.ts'
import { fractal, type Noise } from './noise.ts'
import type { ScenePlan } from './plan.ts'
import type { Shade } from './sky.ts'

const deep: Colour = [18, 66, 92]

/** A sea below the horizon: the sky mirrored in waves, and the sun's glitter on them. */
export function createWater(
  plan: ScenePlan,
  frame: LandFrame,
  noise: Noise,
): (sky: Shade) => Shade {
  const { horizon, look, sun } = frame
  const body = lit(plan.groundColour ?? deep, mix(look.light, [255, 255, 255], 0.25))
  return (sky) => (u, v) => {
    if (v < horizon) return sky(u, v)
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
    colour = mix(colour, lit([244, 250, 250], look.light), foam * 0.5)
    return mix(look.horizon, colour, smoothstep(0, 0.02, near))
  }
}
