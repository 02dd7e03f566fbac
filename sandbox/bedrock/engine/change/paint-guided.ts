import type { Prompt } from '../engine-job.ts'
import { type Blob, findBlobs } from '../raster/blobs.ts'
import { type Colour, smoothstep } from '../raster/colour.ts'
import { paintedOver } from '../raster/kuwahara.ts'
import { fromLab, type Lab, labOf, toLab } from '../raster/lab.ts'
import { createNoise, fractal } from '../raster/noise.ts'
import { type Plane, type Size, smooth, steepness } from '../raster/plane.ts'
import { clamp, type Raster } from '../raster/raster.ts'
import { fitTo } from '../raster/resample.ts'
import { paintQuickly } from '../scene/paint-scene.ts'
import { planScene } from '../scene/plan-scene.ts'
import { matchColours } from './restyle.ts'

type GuidedJob = {
  readonly picture: Raster
  readonly follow: 'edges' | 'regions'
  readonly strength: number
  readonly width: number
  readonly height: number
  readonly seed: number
  readonly prompt: Prompt
}

/**
 * Paints what the words name, laid out as a picture is: of a drawing each closed area becomes a
 * part of the scene; of a photograph the areas stay, in the scene's colours, light and texture.
 * @param job.strength 0 = the scene alone .. 1 = the layout as it is
 */
export function paintGuided(job: GuidedJob): Raster {
  const size = { width: job.width, height: job.height }
  const guide = toLab(fitTo(job.picture, size))
  const scene = toLab(paintQuickly({ ...size, seed: job.seed, prompt: job.prompt }))
  const laid = isDrawing(guide)
    ? colouredIn(guide, scene, { size, job })
    : repainted(guide, scene, { size, job })
  const share = smoothstep(0, 0.3, job.strength)
  return fromLab(mixLab(scene, laid, share), size)
}

/** Lines on paper, or on a blackboard: hardly any colour, and most of it is the ground. */
function isDrawing({ light, a, b }: Lab): boolean {
  let coloured = 0
  let paper = 0
  let board = 0
  for (let at = 0; at < light.length; at++) {
    if (Math.hypot(a[at]!, b[at]!) > 0.04) coloured++
    if (light[at]! > 0.88) paper++
    if (light[at]! < 0.2) board++
  }
  return coloured < light.length * 0.06 && Math.max(paper, board) > light.length * 0.6
}

function mixLab(first: Lab, second: Lab, share: number): Lab {
  const mixed = (from: Plane, to: Plane): Plane =>
    from.map((value, at) => value + (to[at]! - value) * share)
  return {
    light: mixed(first.light, second.light),
    a: mixed(first.a, second.a),
    b: mixed(first.b, second.b),
  }
}

/** A photograph's areas in the scene's palette, coloured by what the scene has at the same place. */
function repainted(
  guide: Lab,
  scene: Lab,
  { size, job }: { readonly size: Size; readonly job: GuidedJob },
): Lab {
  const least = Math.min(size.width, size.height)
  const strokes = (job.follow === 'edges' ? 0.006 : 0.014) * least * (1.6 - job.strength)
  const drawn = paintedOver(guide, size, strokes)
  const matched = matchColours(drawn, scene, 1)
  const reach = least * 0.05
  const local = { a: smooth(scene.a, size, reach), b: smooth(scene.b, size, reach) }
  const softLight = smooth(scene.light, size, 4)
  const lines = job.follow === 'edges' ? steepness(smooth(guide.light, size, 1), size) : undefined
  const pull = 0.3 + 0.35 * (1 - job.strength)
  return {
    light: matched.light.map((value, at) => {
      // Only the grain of the scene: of its edges another layout would show through.
      const texture = clamp(scene.light[at]! - softLight[at]!, -0.025, 0.025)
      const line = lines === undefined ? 0 : Math.min(0.22, lines[at]! * 1.6)
      return value + texture * 0.6 - line * job.strength
    }),
    a: matched.a.map((value, at) => value + (local.a[at]! - value) * pull),
    b: matched.b.map((value, at) => value + (local.b[at]! - value) * pull),
  }
}

/** What closed areas are coloured with when the words name too few colours: paint, tile, wood, leaf. */
const paints: readonly Colour[] = [
  [226, 208, 176],
  [176, 84, 62],
  [124, 86, 56],
  [96, 138, 72],
  [120, 158, 184],
  [206, 160, 92],
  [150, 150, 146],
]

/** A drawing's closed areas, each painted in a colour of its own and rounded, before the scene. */
function colouredIn(
  guide: Lab,
  scene: Lab,
  { size, job }: { readonly size: Size; readonly job: GuidedJob },
): Lab {
  const ink = inkOf(guide.light)
  const open = ink.map((value) => (value < 0.3 ? 1 : 0))
  const { labels, blobs } = findBlobs(open, { size, threshold: 0.5, weights: open })
  const painted = paintOf(blobs, job)
  const swell = smooth(open, size, Math.max(2, Math.min(size.width, size.height) * 0.012))
  const noise = createNoise(job.seed)
  const made: Lab = {
    light: Float32Array.from(scene.light),
    a: Float32Array.from(scene.a),
    b: Float32Array.from(scene.b),
  }
  for (let at = 0; at < ink.length; at++) {
    const paint = painted.get(labels[at]!)
    if (paint !== undefined) {
      const x = at % size.width
      const y = (at - x) / size.width
      const grain = fractal(noise, { x: x / 90, y: y / 90 }, 4) * 0.05
      const shade = (x / size.width - y / size.height) * 0.1
      made.light[at] = paint[0] + grain + shade + (swell[at]! - 1) * 0.3
      made.a[at] = paint[1]
      made.b[at] = paint[2]
    }
    made.light[at]! *= 1 - ink[at]! * 0.7
  }
  return made
}

/** By label; what lies open to the rim of the picture, or is nearly all of it, stays the scene's. */
function paintOf(
  blobs: readonly Blob[],
  job: GuidedJob,
): ReadonlyMap<number, ReturnType<typeof labOf>> {
  const area = job.width * job.height
  const colours = [...planScene(job.prompt).colours, ...paints]
  const closed = blobs.filter((blob) => !blob.touchesRim && blob.area < area * 0.6)
  const largestFirst = closed.toSorted((first, second) => second.area - first.area)
  const start = job.seed % 3
  return new Map(
    largestFirst.map(({ label }, index) => {
      const colour = colours[(index + start) % colours.length] ?? paints[0]!
      return [label, labOf(colour)] as const
    }),
  )
}

/** 0 = ground .. 1 = line, on light or dark ground alike. */
function inkOf(light: Plane): Plane {
  let sum = 0
  for (const value of light) sum += value
  const isPaper = sum / light.length > 0.5
  return light.map((value) =>
    isPaper ? smoothstep(0.9, 0.45, value) : smoothstep(0.15, 0.55, value),
  )
}
