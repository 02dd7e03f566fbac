import type { Random } from '../../../random.ts'
import { type Colour, mix, smoothstep } from '../raster/colour.ts'
import { fractal, type Noise } from '../raster/noise.ts'
import type { ScenePlan, Time } from './plan-scene.ts'

/** The colour at a place: `u` to the right and `v` down, in heights of the picture. */
export type Shade = (u: number, v: number) => Colour

export type SkyLook = {
  readonly zenith: Colour
  readonly middle: Colour
  readonly horizon: Colour
  readonly sun: Colour
  /** The light on everything below. */
  readonly light: Colour
}

const looks: Readonly<Record<Time, SkyLook>> = {
  day: {
    zenith: [46, 98, 172],
    middle: [112, 164, 216],
    horizon: [214, 228, 234],
    sun: [255, 250, 232],
    light: [255, 250, 240],
  },
  sunset: {
    zenith: [44, 42, 92],
    middle: [186, 82, 108],
    horizon: [255, 176, 92],
    sun: [255, 240, 200],
    light: [214, 148, 122],
  },
  night: {
    zenith: [6, 9, 26],
    middle: [16, 26, 62],
    horizon: [50, 66, 112],
    sun: [244, 242, 226],
    light: [62, 78, 122],
  },
}

/** The sky of a plan, tinted by the colour asked for it. */
export function lookOf({ time, skyColour }: ScenePlan): SkyLook {
  const look = looks[time]
  if (skyColour === undefined) return look
  return {
    ...look,
    zenith: mix(look.zenith, skyColour, 0.35),
    middle: mix(look.middle, skyColour, 0.75),
    horizon: mix(look.horizon, skyColour, 0.45),
    light: mix(look.light, skyColour, 0.2),
  }
}

export type Sun = { readonly u: number; readonly v: number; readonly radius: number }

/** Where the sun or moon stands. */
export function placeSun(
  { time }: ScenePlan,
  frame: { readonly aspect: number; readonly horizon: number },
  random: Random,
): Sun {
  const height = time === 'sunset' ? 0.07 + random() * 0.06 : 0.26 + random() * 0.14
  return {
    u: frame.aspect * (0.22 + random() * 0.56),
    v: frame.horizon - height,
    radius: time === 'sunset' ? 0.052 : 0.034,
  }
}

/** Gradient, sun with its glow, stars by night, clouds lit from the side of the sun. */
export function createSky(
  plan: ScenePlan,
  { sun, horizon, look }: { readonly sun: Sun; readonly horizon: number; readonly look: SkyLook },
  noise: Noise,
): Shade {
  const isNight = plan.time === 'night'
  const cover = isNight ? 0.25 : 0.02
  const bright = isNight
    ? mix(look.middle, look.sun, 0.18)
    : mix(look.horizon, [255, 252, 246], 0.6)
  const shadow = mix(look.zenith, look.middle, 0.6)
  return (u, v) => {
    const height = Math.max(0, (horizon - v) / horizon)
    let colour =
      height < 0.4
        ? mix(look.horizon, look.middle, smoothstep(0, 0.4, height))
        : mix(look.middle, look.zenith, smoothstep(0.4, 1.05, height))
    const away = Math.hypot(u - sun.u, v - sun.v)
    const glow = Math.exp(-away * 4.2) * 0.45 + Math.exp(-away * 15) * 0.55
    colour = mix(colour, look.sun, glow * (isNight ? 0.4 : 0.85))
    if (isNight)
      colour = mix(colour, [255, 255, 250], starAt(noise, u, v) * smoothstep(0, 0.3, height))
    colour = mix(colour, look.sun, 1 - smoothstep(sun.radius * 0.94, sun.radius * 1.04, away))
    const overhead = 0.62 / (height + 0.2)
    const at = { x: (u - sun.u) * overhead * 1.6, y: overhead * 3.2 }
    const warp = noise(at.x * 1.7 + 40, at.y * 1.7) * 0.35
    const density = fractal(noise, { x: at.x + warp, y: at.y + warp * 0.5 }, 6)
    const cloud = smoothstep(cover, cover + 0.42, density) * smoothstep(0, 0.16, height)
    if (cloud <= 0.003) return colour
    const toSun = { x: at.x + (sun.u - u) * 0.14, y: at.y + 0.16 }
    const thinner = density - fractal(noise, { x: toSun.x + warp, y: toSun.y + warp * 0.5 }, 3)
    const shade = smoothstep(-0.25, 0.3, thinner)
    const warm = mix(bright, look.sun, Math.exp(-away * 3) * 0.7)
    return mix(colour, mix(shadow, warm, 0.3 + shade * 0.7), cloud * (isNight ? 0.5 : 0.86))
  }
}

/** Sparse points of differing strength on a fine grid. */
function starAt(noise: Noise, u: number, v: number): number {
  const column = Math.floor(u * 90)
  const row = Math.floor(v * 90)
  const chance = noise(column * 0.731 + 0.37, row * 0.917 + 0.53)
  if (chance < 0.42) return 0
  const du = u * 90 - column - 0.5 - noise(column + 0.5, row + 0.1) * 0.3
  const dv = v * 90 - row - 0.5 - noise(column + 0.1, row + 0.5) * 0.3
  return Math.min(1, Math.exp(-(du * du + dv * dv) * 90) * (chance - 0.3) * 4)
}
