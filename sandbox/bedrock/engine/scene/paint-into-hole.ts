import { hashText, seededRandom } from '../../../random.ts'
import type { Prompt } from '../engine-job.ts'
import { type Colour, mix, smoothstep } from '../raster/colour.ts'
import { type Box, boundsOf, holeDepth } from '../raster/hole.ts'
import { createNoise, fractal } from '../raster/noise.ts'
import type { Hole, Raster } from '../raster/raster.ts'
import { abstractPalette } from './abstract.ts'
import { bodyIn } from './body.ts'
import { paintScene } from './paint-scene.ts'
import { planScene } from './plan-scene.ts'

export type ReplaceJob = {
  /** The picture with its hole already filled from its surroundings. */
  readonly filled: Raster
  readonly hole: Hole
  readonly prompt: Prompt
  readonly seed: number
  /** Whether the shadow is in `filled` already. */
  readonly hasShadow?: boolean
}

/** Words that ask for the surroundings to go on: the fill is already the answer. */
const asksForNothing = /\b(nothing|empty|bare|vacant|background|surroundings)\b/i

/**
 * Puts something of the prompt into the hole: a landscape where the words name one, else a solid
 * body of the colours named, as large as the hole has room. Works on `filled` in place.
 * @returns `filled`; pixels outside the hole are not touched
 */
export function paintIntoHole(job: ReplaceJob): Raster {
  const box = boundsOf(job.filled.width, job.hole)
  if (box === undefined || asksForNothing.test(job.prompt.text)) return job.filled
  if (planScene(job.prompt).ground === undefined) paintBody(job, box)
  else paintView(job, box)
  return job.filled
}

/** A landscape, faded into the fill along the rim of the hole. */
function paintView({ filled, hole, prompt, seed }: ReplaceJob, box: Box): void {
  const view = paintScene({ width: box.width, height: box.height, prompt, seed })
  const depth = holeDepth(filled.width, filled.data.length / 3 / filled.width, hole)
  const feather = 2 + Math.min(box.width, box.height) * 0.07
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const pixel = (y + box.top) * filled.width + x + box.left
      if (hole[pixel] === 0) continue
      const cover = smoothstep(0, feather, depth[pixel]!)
      blend(filled, pixel, { colour: pixelOf(view, y * box.width + x), cover })
    }
  }
}

/** A body lit from above left, with its shadow on the fill below it. */
function paintBody(job: ReplaceJob, box: Box): void {
  const { filled, hole, prompt, seed, hasShadow = false } = job
  const { width, height } = filled
  const bodyAt = bodyIn({ width, height }, hole, prompt.text)
  const depth = holeDepth(width, height, hole)
  const random = seededRandom(seed ^ hashText(prompt.text))
  const { colours } = planScene(prompt)
  const palette = abstractPalette(colours, random())
  // A thing that has a colour is of that; one that has none is of marble.
  const veins = colours.length === 0 ? 0.62 : 0.2
  const noise = createNoise(random() * 4294967296)
  const size = Math.min(box.width, box.height)
  for (let y = box.top; y < box.top + box.height; y++) {
    for (let x = box.left; x < box.left + box.width; x++) {
      const pixel = y * width + x
      if (hole[pixel] === 0) continue
      const at = { x: ((x - box.left) / size) * 2.4, y: ((y - box.top) / size) * 2.4 }
      const warp = fractal(noise, at, 3)
      const tone = 0.5 + fractal(noise, { x: at.x + warp, y: at.y * 1.6 + warp }, 5) * veins
      const soft = smoothstep(0, 3, depth[pixel]!)
      if (!hasShadow) {
        const shadow = bodyAt(x - Math.round(size * 0.05), y - Math.round(size * 0.07)) * soft
        blend(filled, pixel, { colour: [10, 10, 16], cover: Math.min(0.5, shadow * 0.55) })
      }
      const slope = {
        x: (bodyAt(x + 2, y) - bodyAt(x - 2, y)) * size * 0.11,
        y: (bodyAt(x, y + 2) - bodyAt(x, y - 2)) * size * 0.11,
      }
      const cover = smoothstep(0.02, 0.14, bodyAt(x, y)) * soft
      blend(filled, pixel, { colour: litBody(toneOf(palette, tone), slope, warp), cover })
    }
  }
}

function litBody(albedo: Colour, slope: { x: number; y: number }, warp: number): Colour {
  const x = slope.x + warp * 0.06
  const y = slope.y + warp * 0.06
  const length = Math.hypot(x, y, 1)
  const facing = Math.max(0, (x * 0.42 + y * 0.62 + 0.66) / length)
  const shine = Math.max(0, (x * 0.26 + y * 0.38 + 0.888) / length) ** 40
  const shaded = mix([0, 0, 0], albedo, 0.24 + facing * 0.92)
  return mix(shaded, [255, 252, 244], shine * 0.55)
}

/** The first and last of a palette are its darkest and lightest: a body wants what is between. */
function toneOf(palette: readonly Colour[], tone: number): Colour {
  const place = Math.min(0.85, Math.max(0.15, tone)) * (palette.length - 1)
  const index = Math.min(palette.length - 2, Math.floor(place))
  return mix(palette[index]!, palette[index + 1]!, smoothstep(0, 1, place - index))
}

function pixelOf({ data }: Raster, pixel: number): Colour {
  return [data[pixel * 3]!, data[pixel * 3 + 1]!, data[pixel * 3 + 2]!]
}

function blend({ data }: Raster, pixel: number, paint: { colour: Colour; cover: number }): void {
  for (let channel = 0; channel < 3; channel++) {
    const at = pixel * 3 + channel
    const value = data[at]! + (paint.colour[channel]! - data[at]!) * paint.cover
    data[at] = Math.min(255, Math.max(0, Math.round(value)))
  }
}
