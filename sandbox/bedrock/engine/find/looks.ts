import type { Lab } from '../raster/lab.ts'
import { boxMean, type Plane, type Size, steepness } from '../raster/plane.ts'

/** What a pixel looks like, and where it is. */
type Sight = {
  /** 0 = top .. 1 = bottom. */
  readonly down: number
  readonly light: number
  readonly a: number
  readonly b: number
  /** 0 = even .. 1 = busy. */
  readonly busy: number
}

/** A kind of thing that words may name. */
export type Kind = {
  readonly names: ReadonlySet<string>
  /** Things lie on it or before it, and are not part of it. */
  readonly isGround: boolean
  /** 0..1 a pixel. */
  readonly look: (pixel: Sight) => number
}

const kinds: readonly Kind[] = [
  {
    names: namesOf('sky cloud clouds heaven'),
    isGround: true,
    look: ({ down, light, a, b, busy }) =>
      ramp(0.75 - down, 0.5) *
      ramp(light - 0.35, 0.3) *
      (1 - busy) *
      (b < 0.03 ? 1 : 0.5) *
      (a < 0.05 ? 1 : 0.6),
  },
  {
    names: namesOf('water sea ocean lake river pool pond wave waves'),
    isGround: true,
    look: ({ down, b, busy, light }) =>
      ramp(down - 0.2, 0.3) * ramp(0.045 - b, 0.08) * (1 - busy * 0.5) * ramp(0.95 - light, 0.2),
  },
  {
    names: namesOf(
      'plant plants tree trees grass leaf leaves lawn bush bushes hedge forest foliage vegetation ivy',
    ),
    isGround: false,
    look: ({ a, b }) => ramp(-a - 0.005, 0.05) * ramp(b - 0.005, 0.04),
  },
  {
    names: namesOf(
      'ground floor sand beach road street path pavement earth soil courtyard tabletop table',
    ),
    isGround: true,
    look: ({ down, a }) => ramp(down - 0.4, 0.4) * (a > -0.03 ? 1 : 0.4),
  },
]

/** How much a place is at a side of the picture: 0..1, from 0..1 across and down. */
type Side = (across: number, down: number) => number

const isMiddle: Side = (u, v) => ramp(0.42 - Math.hypot(u - 0.5, v - 0.5), 0.2)

const sides: Readonly<Record<string, Side>> = {
  left: (u) => ramp(0.6 - u, 0.3),
  right: (u) => ramp(u - 0.4, 0.3),
  top: (_, v) => ramp(0.6 - v, 0.3),
  upper: (_, v) => ramp(0.6 - v, 0.3),
  bottom: (_, v) => ramp(v - 0.4, 0.3),
  lower: (_, v) => ramp(v - 0.4, 0.3),
  middle: isMiddle,
  centre: isMiddle,
  center: isMiddle,
}

function namesOf(names: string): ReadonlySet<string> {
  return new Set(names.split(' '))
}

/** 0 up to 0, 1 from `width` on. */
function ramp(value: number, width: number): number {
  return Math.min(1, Math.max(0, value / width))
}

/** @returns the first kind of thing that one of the words names */
export function kindOf(words: readonly string[]): Kind | undefined {
  return kinds.find(({ names }) => words.some((word) => names.has(word)))
}

/** @returns how much each pixel looks like a kind of thing, 0..1 */
export function looksLike({ look }: Kind, lab: Lab, size: Size): Plane {
  const busy = boxMean(steepness(lab.light, size), size, 4)
  return lab.light.map((light, pixel) =>
    look({
      down: Math.floor(pixel / size.width) / size.height,
      light,
      a: lab.a[pixel]!,
      b: lab.b[pixel]!,
      busy: Math.min(1, busy[pixel]! / 0.03),
    }),
  )
}

/** @returns how much each pixel is where the words say, 0..1; `undefined` when they name no side */
export function placedAt(words: readonly string[], { width, height }: Size): Plane | undefined {
  const named = words.flatMap((word) => sides[word] ?? [])
  if (named.length === 0) return undefined
  return new Float32Array(width * height).map((_, pixel) => {
    const across = (pixel % width) / width
    const down = Math.floor(pixel / width) / height
    return named.reduce((share, side) => share * side(across, down), 1)
  })
}
