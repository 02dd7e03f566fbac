import { abstractPalette } from './abstract.ts'
import { type Colour, mix, smoothstep } from './colour.ts'
import type { Prompt } from './job.ts'
import { holeDepth } from './level.ts'
import { createNoise, fractal } from './noise.ts'
import { planScene } from './plan.ts'
import { hashText, seededRandom } from './random.ts'
import type { Hole, Raster } from './raster.ts'
import { paintScene } from './scene.ts'

export type ReplaceJob = {
  /** The picture with its hole already filled from its surroundings. */
  readonly filled: Raster
  readonly hole: Hole
  readonly prompt: Prompt
  readonly seed: number
}

/** Words that ask for the surroundings to go on: the fill is already the answer. */
const asksForNothing = /\b(nothing|empty|bare|vacant|background|surroundings)\b/i

/** A rectangle of pixels. */
export type Box = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * Puts something of the prompt into the hole: a landscape where the words name one, else a solid
 * body of the colours named that swells out of the shape of the hole. Works on `filled` in place.
 * @returns `filled`; pixels outside the hole are not touched
 */
export function paintIntoHole(job: ReplaceJob): Raster {
  const box = boundsOf(job.filled.width, job.hole)
  if (box === undefined || asksForNothing.test(job.prompt.text)) return job.filled
  if (planScene(job.prompt).ground === undefined) paintBody(job, box)
  else paintView(job, box)
  return job.filled
}

/** @returns the box around a hole; `undefined` when there is none */
export function boundsOf(width: number, hole: Hole): Box | undefined {
  let left = width
  let right = -1
  let top = Infinity
  let bottom = -1
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    const x = pixel % width
    const y = (pixel - x) / width
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = y
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 }
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
function paintBody({ filled, hole, prompt, seed }: ReplaceJob, box: Box): void {
  const swell = swellOf(filled.width, hole, box)
  const random = seededRandom(seed ^ hashText(prompt.text))
  const palette = abstractPalette(planScene(prompt).colours, random())
  const noise = createNoise(random() * 4294967296)
  const size = Math.min(box.width, box.height)
  const heightAt = (x: number, y: number): number => {
    const inside = x >= 0 && y >= 0 && x < box.width && y < box.height
    return inside ? Math.sqrt(Math.max(0, swell[y * box.width + x]! - 0.4) / 0.6) : 0
  }
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const pixel = (y + box.top) * filled.width + x + box.left
      if (hole[pixel] === 0) continue
      const at = { x: (x / size) * 2.4, y: (y / size) * 2.4 }
      const warp = fractal(noise, at, 3)
      const tone = 0.5 + fractal(noise, { x: at.x + warp, y: at.y * 1.6 + warp }, 5) * 0.62
      const shadow = heightAt(x - Math.round(size * 0.05), y - Math.round(size * 0.09))
      blend(filled, pixel, { colour: [10, 10, 16], cover: Math.min(0.5, shadow * 0.55) })
      const slope = {
        x: (heightAt(x + 2, y) - heightAt(x - 2, y)) * size * 0.11,
        y: (heightAt(x, y + 2) - heightAt(x, y - 2)) * size * 0.11,
      }
      const cover = smoothstep(0.4, 0.46, swell[y * box.width + x]!)
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

/** The hole blurred by three box passes each way: 1 deep inside, 0.5 near its rim. */
function swellOf(width: number, hole: Hole, box: Box): Float32Array {
  let field = new Float32Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      field[y * box.width + x] = hole[(y + box.top) * width + x + box.left]!
    }
  }
  const radius = Math.max(1, Math.round(Math.min(box.width, box.height) * 0.16))
  for (let pass = 0; pass < 3; pass++) {
    field = boxBlur(field, { count: box.height, length: box.width, step: 1 }, radius)
    field = boxBlur(field, { count: box.width, length: box.height, step: box.width }, radius)
  }
  return field
}

/** Blurs each line of a field; beyond its ends there is nothing. */
function boxBlur(
  field: Float32Array,
  lines: { readonly count: number; readonly length: number; readonly step: number },
  radius: number,
): Float32Array<ArrayBuffer> {
  const blurred = new Float32Array(field.length)
  const between = lines.step === 1 ? lines.length : 1
  for (let line = 0; line < lines.count; line++) {
    const start = line * between
    let sum = 0
    for (let at = -radius; at < lines.length; at++) {
      if (at + radius < lines.length) sum += field[start + (at + radius) * lines.step]!
      if (at - radius - 1 >= 0) sum -= field[start + (at - radius - 1) * lines.step]!
      if (at >= 0) blurred[start + at * lines.step] = sum / (radius * 2 + 1)
    }
  }
  return blurred
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
