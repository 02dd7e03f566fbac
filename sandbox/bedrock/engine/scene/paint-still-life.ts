import { hashText, seededRandom } from '../../../random.ts'
import { type Colour, mix, smoothstep } from '../raster/colour.ts'
import { createNoise, fractal, type Noise } from '../raster/noise.ts'
import { blankRaster, type Hole, type Raster } from '../raster/raster.ts'
import { paintIntoHole } from './paint-into-hole.ts'
import type { SceneJob } from './paint-scene.ts'

/** Where the wall ends and the table begins, and where a thing stands, in heights of the picture. */
const edge = 0.6
const standing = 0.83
/** Half of a thing's height and width, of the picture's shorter side. */
const reach = 0.24

const walls: readonly Colour[] = [
  [206, 200, 190],
  [168, 178, 184],
  [190, 196, 178],
  [178, 164, 158],
]
const wood: Colour = [150, 104, 66]
const cloth: Colour = [226, 222, 214]
const isWooden = /\b(wood|wooden|table|desk|oak|board|shelf)\b/i

/**
 * Paints a thing of the prompt's colours on a table before a wall, lit from above left: what words
 * may mean that name a thing and no landscape.
 */
export function paintStillLife(job: SceneJob): Raster {
  const { width, height, seed, prompt } = job
  const random = seededRandom(seed ^ hashText(prompt.text))
  const wall = walls[Math.floor(random() * walls.length)]!
  const noise = createNoise(random() * 4294967296)
  const table = isWooden.test(prompt.text) ? planks(noise) : () => cloth
  const filled = blankRaster(width, height)
  const grain = seededRandom(seed + 1)
  const radius = reach * Math.min(1, width / height)
  const shadow = { u: width / height / 2 + radius * 0.45, v: standing - radius * 0.05, radius }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / height, y / height]
      const plain = mix(
        wallAt(wall, noise, { u, v }),
        table(u, v),
        smoothstep(edge, edge + 0.003, v),
      )
      const colour = mix(plain, [18, 14, 16], shadowAt(shadow, { u, v }) * 0.6)
      const speck = (grain() - 0.5) * 5
      for (let channel = 0; channel < 3; channel++) {
        filled.data[(y * width + x) * 3 + channel] = Math.round(colour[channel]! + speck)
      }
    }
  }
  return paintIntoHole({ filled, hole: placeFor(job), prompt, seed, hasShadow: true })
}

type Place = { readonly u: number; readonly v: number }

/** Plaster that is darker away from the light, and just above the table. */
function wallAt(wall: Colour, noise: Noise, { u, v }: Place): Colour {
  const light =
    1.08 - 0.28 * Math.hypot(u - 0.3, v - 0.1) + fractal(noise, { x: u * 9, y: v * 9 }, 3) * 0.02
  const dim = 0.1 * smoothstep(edge - 0.08, edge, v)
  return mix([0, 0, 0], wall, Math.min(1.15, light - dim))
}

/** Boards that run to the right, wider towards the viewer. */
function planks(noise: Noise): (u: number, v: number) => Colour {
  return (u, v) => {
    const depth = Math.log(Math.max(0.01, v - edge + 0.12)) * 5
    const board = Math.floor(depth)
    const seam = smoothstep(0, 0.03, depth - board) * smoothstep(0, 0.03, board + 1 - depth)
    const veins = fractal(noise, { x: u * 1.6 + board * 7.3, y: depth * 9 }, 4)
    const tone = 0.86 + noise(board * 3.1, 0.5) * 0.12 + veins * 0.14
    return mix([24, 14, 8], wood, tone * (0.72 + 0.28 * seam) * (0.9 + 0.25 * (v - edge)))
  }
}

/** How dark it is beside the thing, where the table gets no light. */
function shadowAt(at: Place & { readonly radius: number }, { u, v }: Place): number {
  const far = Math.hypot((u - at.u) / (at.radius * 1.5), (v - at.v) / (at.radius * 0.32))
  return v < edge ? 0 : 1 - smoothstep(0.35, 1, far)
}

/** The square in which a thing stands on the table; what it holds is shaped within it. */
function placeFor({ width, height }: SceneJob): Hole {
  const radius = reach * Math.min(width, height)
  const [middle, bottom] = [width / 2, standing * height]
  const hole: Hole = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const far = Math.hypot((x - middle) / radius, (y - bottom + radius) / radius)
      if (far < 1) hole[y * width + x] = 1
    }
  }
  return hole
}
