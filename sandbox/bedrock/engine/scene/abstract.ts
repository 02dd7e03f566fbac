import { type Colour, mix, smoothstep } from '../raster/colour.ts'
import { fractal, type Noise } from '../raster/noise.ts'
import type { Shade } from './sky.ts'

/** Palettes for words that name no colour. */
const palettes: readonly (readonly Colour[])[] = [
  [
    [14, 38, 62],
    [24, 108, 128],
    [236, 196, 120],
    [214, 92, 66],
  ],
  [
    [40, 22, 66],
    [148, 50, 108],
    [244, 146, 98],
    [252, 226, 176],
  ],
  [
    [18, 46, 44],
    [58, 124, 96],
    [200, 208, 150],
    [242, 236, 214],
  ],
  [
    [26, 30, 54],
    [70, 94, 168],
    [172, 190, 232],
    [246, 214, 196],
  ],
]

/** The colours asked for, between a dark and a light of their own; else one of the palettes. */
export function abstractPalette(colours: readonly Colour[], choice: number): readonly Colour[] {
  const first = colours[0]
  if (first === undefined) return palettes[Math.floor(choice * palettes.length)] ?? palettes[0]!
  const last = colours[colours.length - 1] ?? first
  return [mix(first, [10, 10, 20], 0.7), ...colours, mix(last, [255, 250, 240], 0.65)]
}

/** Marbled folds of colour with light along their crests: noise warped by noise, twice. */
export function createAbstract(palette: readonly Colour[], noise: Noise): Shade {
  const height = (u: number, v: number): number => {
    const ax = fractal(noise, { x: u * 1.3, y: v * 1.3 }, 3)
    const ay = fractal(noise, { x: u * 1.3 + 5.2, y: v * 1.3 + 1.3 }, 3)
    const bx = noise(u * 1.6 + ax * 2.2 + 1.7, v * 1.6 + ay * 2.2 + 9.2)
    return fractal(noise, { x: u * 1.1 + bx * 1.1 + ax, y: v * 1.1 + ay * 1.6 }, 4)
  }
  return (u, v) => {
    const here = height(u, v)
    const slope = here - height(u - 0.006, v - 0.008)
    const place = smoothstep(-0.62, 0.62, here) * (palette.length - 1) * 0.999
    const index = Math.floor(place)
    const colour = mix(
      palette[index]!,
      palette[index + 1] ?? palette[index]!,
      smoothstep(0, 1, place - index),
    )
    const light = Math.max(-0.45, Math.min(0.5, slope * 9))
    return light > 0 ? mix(colour, [255, 250, 240], light) : mix(colour, [8, 8, 18], -light)
  }
}
