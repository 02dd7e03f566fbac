import { type Random, seededRandom } from '../../../random.ts'
import type { Prompt } from '../engine-job.ts'
import { paintedOver } from '../raster/kuwahara.ts'
import { fromLab, type Lab, toLab } from '../raster/lab.ts'
import { createNoise } from '../raster/noise.ts'
import { type Plane, resizePlane, type Size } from '../raster/plane.ts'
import type { Raster } from '../raster/raster.ts'
import { fitTo, shrinkTo } from '../raster/resample.ts'
import { warp } from '../raster/warp.ts'
import { paintScene } from '../scene/paint-scene.ts'
import { planScene } from '../scene/plan-scene.ts'
import { matchColours } from './restyle.ts'

/**
 * A picture like this one: bent, lit and coloured otherwise, the more the less similar it is to be,
 * with something of its companion's palette and of what the prompt names.
 * @param job.similarity 0..1; 1 gives the picture itself, at the size asked for
 */
export function vary(job: {
  readonly picture: Raster
  readonly companion: Raster
  readonly width: number
  readonly height: number
  readonly seed: number
  readonly similarity: number
  readonly prompt?: Prompt
}): Raster {
  const { width, height, seed, similarity, companion } = job
  const size = { width, height }
  const change = 1 - similarity
  const base = fitTo(job.picture, size)
  if (change <= 0) return base
  const random = seededRandom(seed)
  const bent = warp(base, {
    amplitudePx: change * 0.045 * Math.min(width, height),
    zoom: 1 + change * (0.06 + random() * 0.3),
    isMirrored: change > 0.45 && random() < 0.5,
    seed,
  })
  let lab = relit(toLab(bent), size, { change, random, seed })
  if (change > 0.5) {
    lab = paintedOver(lab, size, (change - 0.5) * 0.012 * Math.min(width, height))
  }
  if (companion !== job.picture) {
    lab = matchColours(lab, toLab(shrinkTo(companion, 120_000)), change * 0.6)
  }
  return fromLab(job.prompt === undefined ? lab : gradedBy(lab, job.prompt, { change, seed }), size)
}

/** Another light from another side, another warmth, other tones; colours turn a little. */
function relit(
  lab: Lab,
  size: Size,
  {
    change,
    random,
    seed,
  }: { readonly change: number; readonly random: Random; readonly seed: number },
): Lab {
  const turn = (random() - 0.5) * change * 1.1
  const warmth = (random() - 0.5) * change * 0.09
  const chroma = 1 + (random() - 0.4) * change * 0.8
  const gamma = 1 + (random() - 0.5) * change * 0.7
  const cos = Math.cos(turn) * chroma
  const sin = Math.sin(turn) * chroma
  const glow = lightField(size, seed, random)
  return {
    light: lab.light.map((value, at) => {
      const toned = Math.max(0, value) ** gamma
      return toned * (1 + glow[at]! * change * 0.55)
    }),
    a: lab.a.map((value, at) => value * cos - lab.b[at]! * sin + warmth * 0.35),
    b: lab.b.map(
      (value, at) => lab.a[at]! * sin + value * cos + warmth + glow[at]! * change * 0.05,
    ),
  }
}

/** A lamp at some side and patches of shade, about -1..1. */
function lightField(size: Size, seed: number, random: Random): Plane {
  const coarse = { width: 32, height: 32 }
  const noise = createNoise(seed + 7)
  const angle = random() * Math.PI * 2
  const plane = new Float32Array(coarse.width * coarse.height).map((_, at) => {
    const u = (at % coarse.width) / coarse.width - 0.5
    const v = Math.floor(at / coarse.width) / coarse.height - 0.5
    return (u * Math.cos(angle) + v * Math.sin(angle)) * 0.9 + noise(u * 3, v * 3) * 0.6
  })
  return resizePlane(plane, coarse, size)
}

/** Towards the palette of the scene that the words name; words without one change nothing. */
function gradedBy(
  lab: Lab,
  prompt: Prompt,
  { change, seed }: { readonly change: number; readonly seed: number },
): Lab {
  const plan = planScene(prompt)
  if (plan.ground === undefined && plan.colours.length === 0) return lab
  const scene = paintScene({ width: 240, height: 180, seed, prompt })
  return matchColours(lab, toLab(scene), Math.min(0.85, change * 0.9))
}
