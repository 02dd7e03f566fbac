import { hashText, seededRandom } from '../../../random.ts'
import type { Prompt } from '../engine-job.ts'
import { createNoise } from '../raster/noise.ts'
import { blankRaster, type Raster } from '../raster/raster.ts'
import { resample } from '../raster/resample.ts'
import { abstractPalette, createAbstract } from './abstract.ts'
import { createLand } from './land.ts'
import { planScene } from './plan-scene.ts'
import { createSky, lookOf, placeSun, type Shade } from './sky.ts'
import { createWater } from './water.ts'

export type SceneJob = {
  readonly width: number
  readonly height: number
  readonly seed: number
  readonly prompt: Prompt
}

/**
 * Paints a picture whose motif, time of day and colours follow the words of the prompt. Classical
 * noise painting, no model: the same seed and words give the same picture.
 */
export function paintScene(job: SceneJob): Raster {
  const { width, height } = job
  const picture = blankRaster(width, height)
  const shade = createShade(job)
  const grain = seededRandom(job.seed + 1)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = shade(x / height, y / height)
      const edge = Math.hypot(x / width - 0.5, y / height - 0.5)
      const dim = 1 - Math.max(0, edge - 0.38) * 0.42
      const speck = (grain() - 0.5) * 5
      const at = (y * width + x) * 3
      for (let channel = 0; channel < 3; channel++) {
        const value = colour[channel]! * dim + speck
        picture.data[at + channel] = value < 0 ? 0 : value > 255 ? 255 : value + 0.5
      }
    }
  }
  return picture
}

/** A scene that others are painted over needs no finer detail than this many pixels have. */
const quickPixels = 360_000

/** The same, drawn smaller and enlarged when it is large. */
export function paintQuickly(job: SceneJob): Raster {
  const { width, height } = job
  const scale = Math.min(1, Math.sqrt(quickPixels / (width * height)))
  const small = { width: Math.round(width * scale), height: Math.round(height * scale) }
  return resample(paintScene({ ...job, ...small }), { width, height })
}

function createShade({ width, height, seed, prompt }: SceneJob): Shade {
  const plan = planScene(prompt)
  const random = seededRandom(seed ^ hashText(prompt.text))
  const noise = createNoise(random() * 4294967296)
  if (plan.ground === undefined) {
    return createAbstract(abstractPalette(plan.colours, random()), noise)
  }
  const horizon = plan.ground === 'sea' ? 0.46 + random() * 0.1 : 0.5 + random() * 0.12
  const look = lookOf(plan)
  const sun = placeSun(plan, { aspect: width / height, horizon }, random)
  const frame = { horizon, look, sun, pixel: 0.8 / height }
  const sky = createSky(plan, { sun, horizon, look }, noise)
  const ground = plan.ground === 'sea' ? createWater : createLand
  return ground(plan, frame, noise)(sky)
}
