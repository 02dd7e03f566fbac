import type { Margins, Prompt } from '../engine-job.ts'
import { fillLarge } from '../fill/fill-large.ts'
import { shadowOf } from '../find/find-shadow.ts'
import { overviewOf, subjectOf } from '../find/subject.ts'
import { growCover, holeOf } from '../raster/grow-cover.ts'
import { boundsOf, cropHole } from '../raster/hole.ts'
import { mixByCover } from '../raster/mix-by-cover.ts'
import { type Plane, resizePlane, smooth } from '../raster/plane.ts'
import { blankRaster, type Hole, type Raster } from '../raster/raster.ts'
import { crop } from '../raster/resample.ts'
import { paintScene } from '../scene/paint-scene.ts'

/** Puts a picture on a larger canvas, whose rest is hole. */
export function extendPicture(picture: Raster, margins: Margins): { picture: Raster; hole: Hole } {
  const width = picture.width + margins.left + margins.right
  const canvas = blankRaster(width, picture.height + margins.up + margins.down)
  const hole = new Uint8Array(width * canvas.height).fill(1)
  for (let y = 0; y < picture.height; y++) {
    const start = (y + margins.up) * width + margins.left
    hole.fill(0, start, start + picture.width)
    const row = picture.data.subarray(y * picture.width * 3, (y + 1) * picture.width * 3)
    canvas.data.set(row, start * 3)
  }
  return { picture: canvas, hole }
}

/** A horizon must not climb where it goes on: what lies higher or lower is so many times as far. */
const upright = 12

/** How far into the kept part a seam is softened when it need not be left alone, in pixels. */
const seamPx = 8

/**
 * Makes new what is around the kept part. A kept rectangle is a picture that goes on beyond its
 * sides; anything else is a subject, and what the prompt asks for comes behind it.
 */
export function surround(job: {
  readonly picture: Raster
  readonly hole: Hole
  readonly seed: number
  readonly prompt: Prompt
  readonly isPrecise: boolean
}): Raster {
  const { picture, hole, prompt, seed } = job
  if (job.isPrecise) return surroundWithin(job)
  const full = hole.map((isHole) => isHole * 255)
  const wide = holeOf(growCover(picture, full, seamPx))
  const made = surroundWithin({ picture, hole: wide, seed, prompt })
  const soft = smooth(Float32Array.from(full), picture, seamPx / 4)
  const cover = full.map((value, pixel) => Math.max(value, softened(soft, pixel)))
  return mixByCover(picture, made, cover)
}

function softened(soft: Plane, pixel: number): number {
  return Math.min(255, Math.max(0, Math.round(soft[pixel]!)))
}

function surroundWithin(job: {
  readonly picture: Raster
  readonly hole: Hole
  readonly seed: number
  readonly prompt: Prompt
}): Raster {
  const { picture, hole, prompt, seed } = job
  const { width, height } = picture
  if (keepsRectangle(width, hole)) {
    return fillLarge(picture, hole, { seed, barred: subjectIn(picture, hole), upright })
  }
  const backdrop = paintScene({ width, height, prompt, seed })
  return mixByCover(
    picture,
    backdrop,
    hole.map((isHole) => isHole * 255),
  )
}

/** Whether what is kept between the outermost pixels of the hole is a rectangle, or nothing. */
function keepsRectangle(width: number, hole: Hole): boolean {
  const within = boundsOf(width, hole)
  if (within === undefined) return true
  // Beyond the hole a canvas may have a border that fits it to a model's sizes.
  const kept = cropHole(hole, width, within).map((isHole) => 1 - isHole)
  const box = boundsOf(within.width, kept)
  if (box === undefined) return true
  let area = 0
  for (const isKept of kept) area += isKept
  return area >= box.width * box.height * 0.98
}

/** Of what is kept a subject has less: where it has more, it is no thing but the ground itself. */
const maxSubject = 0.35
/** Things that stand out less than this share of the first may be had twice, as pebbles may. */
const minSubject = 0.2

/** What a picture is of, with its shadow: where it goes on, that is not there a second time. */
function subjectIn(picture: Raster, hole: Hole): Hole {
  const { width } = picture
  const subject = new Uint8Array(hole.length)
  const box = boundsOf(
    width,
    hole.map((isHole) => 1 - isHole),
  )
  if (box === undefined) return subject
  const overview = overviewOf(crop(picture, box))
  const things = subjectOf(overview, minSubject)
  const shadow = shadowOf(overview, things)
  const likely = things.map((share, pixel) => Math.max(share, shadow[pixel]!))
  const shares = resizePlane(likely, overview.size, box)
  let area = 0
  shares.forEach((share, at) => {
    if (share < 0.4) return
    area++
    subject[(Math.floor(at / box.width) + box.top) * width + box.left + (at % box.width)] = 1
  })
  return area > shares.length * maxSubject ? subject.fill(0) : subject
}
