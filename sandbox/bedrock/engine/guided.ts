import { findBlobs } from './blobs.ts'
import { smoothstep } from './colour.ts'
import type { Prompt } from './job.ts'
import { fromLab, type Lab, toLab } from './lab.ts'
import { paintedOver } from './painted.ts'
import { type Plane, type Size, smooth, steepness } from './plane.ts'
import { hashText } from './random.ts'
import type { Raster } from './raster.ts'
import { fitTo } from './resample.ts'
import { matchColours } from './restyle.ts'
import { paintScene } from './scene.ts'

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
  const scene = toLab(paintScene({ ...size, seed: job.seed, prompt: job.prompt }))
  const laid = isDrawing(guide)
    ? colouredIn(guide, scene, { size, seed: job.seed })
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
      const texture = scene.light[at]! - softLight[at]!
      const line = lines === undefined ? 0 : Math.min(0.22, lines[at]! * 1.6)
      return value + texture * 0.7 - line * job.strength
    }),
    a: matched.a.map((value, at) => value + (local.a[at]! - value) * pull),
    b: matched.b.map((value, at) => value + (local.b[at]! - value) * pull),
  }
}

/** A drawing's closed areas, each a part of the scene with a tone of its own and a rounded rim. */
function colouredIn(
  guide: Lab,
  scene: Lab,
  { size, seed }: { readonly size: Size; readonly seed: number },
): Lab {
  const ink = inkOf(guide.light)
  const open = ink.map((value) => (value < 0.3 ? 1 : 0))
  const { labels, blobs } = findBlobs(open, { size, threshold: 0.5, weights: open })
  const largest = blobs.reduce((best, each) => (each.area > best.area ? each : best), {
    label: 0,
    area: 0,
  })
  const tones = blobs.map(({ label }) => {
    const hash = hashText(`${seed} ${label}`)
    return {
      light: label === largest.label ? 0 : ((hash & 255) / 255 - 0.5) * 0.34,
      chroma: label === largest.label ? 1 : 1 + ((hash >> 8) & 255) / 255,
      turn: label === largest.label ? 0 : (((hash >> 16) & 255) / 255 - 0.5) * 1.6,
    }
  })
  const swell = smooth(open, size, Math.max(2, Math.min(size.width, size.height) * 0.012))
  const none = { light: 0, chroma: 1, turn: 0 }
  const toneAt = (at: number) => tones[labels[at]! - 1] ?? none
  return {
    light: scene.light.map((value, at) => {
      const rim = labels[at] === largest.label ? 0 : (swell[at]! - 1) * 0.35
      return (value + toneAt(at).light + rim) * (1 - ink[at]! * 0.75)
    }),
    a: scene.a.map((value, at) => {
      const { chroma, turn } = toneAt(at)
      return (value * Math.cos(turn) - scene.b[at]! * Math.sin(turn)) * chroma
    }),
    b: scene.b.map((value, at) => {
      const { chroma, turn } = toneAt(at)
      return (scene.a[at]! * Math.sin(turn) + value * Math.cos(turn)) * chroma
    }),
  }
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
